// OutputLines: the output of one stream of a replica as lines, each with the time at which it began to arrive. Keeps
// the last lines in bounded memory, and counts all bytes. Bytes that are not printable ASCII are shown as \xNN.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"

namespace whitewater::tools::real {

class OutputLines {
 public:
  static constexpr std::size_t line_bytes_max = 400;
  static constexpr std::size_t kept_bytes_max = 64 * 1024;

  struct Line {
    Time time;
    std::string text;
  };

  void add(std::string_view bytes, Time now);

  std::uint64_t bytes() const { return bytes_; }
  bool has_non_ascii() const { return non_ascii_; }
  // The last lines; the last one may be unfinished.
  std::vector<Line> tail(std::size_t count) const;

 private:
  void append(char byte);
  void finish_line();

  std::deque<Line> lines_;
  std::size_t kept_ = 0;
  Line open_;
  bool in_line_ = false;
  bool non_ascii_ = false;
  std::uint64_t bytes_ = 0;
};

}  // namespace whitewater::tools::real
