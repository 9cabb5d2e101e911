// Reads a history from a text, in pieces of any size: for tests.
#pragma once

#include <algorithm>
#include <cstring>
#include <string>

#include "tools/history/history_file.hpp"

namespace whitewater::tools::testing {

inline ByteSource source_of(const std::string& text, std::size_t piece = 1 << 20) {
  return ByteSource([&text, piece, at = std::size_t{0}](char* buffer, std::size_t bytes) mutable {
    const std::size_t count = std::min({bytes, piece, text.size() - at});
    std::memcpy(buffer, text.data() + at, count);
    at += count;
    return count;
  });
}

// By the format of that name; empty: as the file begins.
inline Result<HistoryFile> read_text(const std::string& text, const std::string& format = "",
                                     std::size_t piece = 1 << 20) {
  ByteSource source = source_of(text, piece);
  const HistoryFormat* const chosen =
      format.empty() ? detect_history_format(source.ahead()) : find_history_format(format);
  if (chosen == nullptr) return Error{"", "no format"};
  return read_history(source, "h", *chosen);
}

}  // namespace whitewater::tools::testing
