// ObjectSplitter: JSON objects out of a stream of bytes that may break anywhere. An object ends with the brace that
// closes it, with or without a line feed behind; a line feed ends whatever stands before it, so that one bad message
// costs no more than its own line. Knows of JSON only braces and strings.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace whitewater::replica {

class ObjectSplitter {
 public:
  explicit ObjectSplitter(std::size_t object_bytes_max) : object_bytes_max_(object_bytes_max) {}

  // Puts bytes behind those that wait.
  void feed(std::string_view bytes);

  enum class Found : unsigned char { object, junk, nothing };
  // The next object, valid until the next call of feed() or next(); or that something was skipped (one junk a
  // piece); or nothing until more is fed.
  Found next(std::string_view& object);

 private:
  enum class Step : unsigned char { more, closed, broken };
  Step look_at(char c);
  void drop(std::size_t count);
  void begin_anew();
  Found skip_outside();

  std::size_t object_bytes_max_;
  std::string bytes_;
  std::size_t begin_ = 0;  // of what was not handed out
  std::size_t at_ = 0;     // how far it was looked at
  std::size_t depth_ = 0;
  bool in_string_ = false;
  bool escaped_ = false;
  bool skipping_ = false;  // to the next line feed
};

}  // namespace whitewater::replica
