// ByteSource: text from anywhere, a buffer at a time: by lines or by characters, counting lines. Holds no more than one
// line or one buffer, so histories may be larger than memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace whitewater::tools {

class ByteSource {
 public:
  // Fills the buffer, and says with how many bytes: 0 at the end.
  using Read = std::function<std::size_t(char* buffer, std::size_t bytes)>;

  static constexpr std::size_t line_bytes_max = std::size_t{64} << 20;
  static constexpr int end = -1;

  explicit ByteSource(Read read) : read_(std::move(read)) {}

  // A line without its line feed, good until the next call. False: there is none, or it is too long.
  bool next_line(std::string_view& line);
  // The line of the latest call had no line feed behind it: it is the last one, and may be cut short.
  bool unfinished() const { return unfinished_; }
  bool too_long() const { return too_long_; }

  // The next character, or end; take() moves on.
  int peek() { return begin_ < end_ || fill() ? static_cast<unsigned char>(held_[begin_]) : end; }
  void take() {
    if (line_begins_) ++line_;
    line_begins_ = held_[begin_++] == '\n';
  }
  // What is there to look at without moving on: at least one line, or 4096 characters, unless the text is shorter.
  std::string_view ahead();

  // Of the latest line, or character.
  std::uint64_t line() const { return line_; }
  std::uint64_t bytes() const { return bytes_; }

 private:
  bool fill();

  Read read_;
  std::vector<char> held_;
  std::size_t begin_ = 0;  // of what is held and not taken yet
  std::size_t end_ = 0;
  std::uint64_t line_ = 0;
  std::uint64_t bytes_ = 0;
  bool unfinished_ = false;
  bool too_long_ = false;
  bool over_ = false;
  bool line_begins_ = true;  // with the next character that is taken
};

}  // namespace whitewater::tools
