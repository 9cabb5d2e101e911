// ByteSource: reads text from any source, one buffer at a time, by lines or by characters, and counts lines. It holds
// at most one line or one buffer, so histories may be larger than memory. A byte order mark at the start is left out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace whitewater::tools {

class ByteSource {
 public:
  // Fills the buffer and returns the number of bytes: 0 at the end.
  using Read = std::function<std::size_t(char* buffer, std::size_t bytes)>;

  static constexpr std::size_t line_bytes_max = std::size_t{64} << 20;
  static constexpr int end = -1;

  explicit ByteSource(Read read) : read_(std::move(read)) {}

  // Gets the next line without its line feed; valid until the next call. Returns false if there is none, or if it is
  // too long.
  bool next_line(std::string_view& line);
  // True if the latest line had no line feed: it is the last line, and may be truncated.
  bool unfinished() const { return unfinished_; }
  bool too_long() const { return too_long_; }

  // Returns the next character, or `end`. take() moves past it.
  int peek() { return begin_ < end_ || fill() ? static_cast<unsigned char>(held_[begin_]) : end; }
  void take() {
    if (line_begins_) ++line_;
    line_begins_ = held_[begin_++] == '\n';
  }
  // The characters that can be taken without reading more: one at least, unless the text is over. take() takes some.
  std::string_view ready() {
    if (begin_ == end_) fill();
    return {held_.data() + begin_, end_ - begin_};
  }
  void take(std::size_t count);
  // Looks ahead without moving: at least 64 KiB, unless the text is shorter.
  std::string_view ahead();

  // The number of the latest line, or of the line of the latest character.
  std::uint64_t line() const { return line_; }
  std::uint64_t bytes() const { return bytes_; }

 private:
  bool fill();
  bool fill_once();

  Read read_;
  std::vector<char> held_;
  std::size_t begin_ = 0;  // start of the bytes that were not taken yet
  std::size_t end_ = 0;
  std::uint64_t line_ = 0;
  std::uint64_t bytes_ = 0;
  bool unfinished_ = false;
  bool too_long_ = false;
  bool over_ = false;
  bool line_begins_ = true;  // the next character starts a line
};

}  // namespace whitewater::tools
