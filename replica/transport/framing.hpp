// ObjectSplitter: finds JSON objects in a stream of bytes that may be split anywhere. An object ends with its closing
// brace, with or without a line feed after it. A line feed ends everything before it, so that one bad message costs
// only its own line. Of JSON, it knows only braces and strings.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace whitewater::replica {

class ObjectSplitter {
 public:
  explicit ObjectSplitter(std::size_t object_bytes_max) : object_bytes_max_(object_bytes_max) {}

  // Appends bytes to those that are not consumed yet.
  void feed(std::string_view bytes);

  enum class Found : unsigned char { object, junk, nothing };
  // object: the next object, valid until the next call of feed() or next(). junk: something was skipped (reported once
  // per piece). nothing: feed more bytes.
  Found next(std::string_view& object);

 private:
  enum class Step : unsigned char { more, closed, broken };
  Step look_at(char c);
  void drop(std::size_t count);
  void begin_anew();
  Found skip_outside();

  std::size_t object_bytes_max_;
  std::string bytes_;
  std::size_t begin_ = 0;  // start of the bytes that were not handed out
  std::size_t at_ = 0;     // start of the bytes that were not examined
  std::size_t depth_ = 0;
  bool in_string_ = false;
  bool escaped_ = false;
  bool skipping_ = false;  // until the next line feed
};

}  // namespace whitewater::replica
