// Finds the requests that a replica's message mentions: by MID or by key, as text or inside a base64 string. The
// replica may be any program, so its messages are just bytes.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace whitewater::tools::real {

class MentionScanner {
 public:
  // Only this many bytes of a message are searched.
  static constexpr std::size_t bytes_max = 128 * 1024;

  using Found = std::function<void(std::string_view word)>;

  // Calls mid for each piece that looks like a MID of course::Course ("r12", "r12.1"), and key for each piece that
  // looks like a key (32 capital letters and digits). A piece may be found more than once.
  void scan(std::string_view bytes, const Found& mid, const Found& key);

 private:
  static void scan_words(std::string_view bytes, const Found& mid, const Found& key);

  std::string decoded_;
};

}  // namespace whitewater::tools::real
