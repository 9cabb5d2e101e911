// Writes JSON by appending to a string: no tree, and no allocation except the string's own growth. The output is always
// valid UTF-8: invalid bytes are written as U+FFFD. The writer adds commas; the caller is responsible for structure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace whitewater::json {

// Appends the text, quoted and escaped.
void append_string(std::string& out, std::string_view text);

class Writer {
 public:
  // indent 0: everything on one line without spaces. Otherwise: one line per element, `indent` spaces per level.
  explicit Writer(std::string& out, unsigned indent = 0) : out_(&out), indent_(indent) {}

  Writer& begin_object() { return open('{'); }
  Writer& end_object() { return close('}'); }
  Writer& begin_array() { return open('['); }
  Writer& end_array() { return close(']'); }
  // Call key() before every value inside an object.
  Writer& key(std::string_view name);

  Writer& null() { return raw("null"); }
  Writer& boolean(bool value) { return raw(value ? "true" : "false"); }
  Writer& string(std::string_view text);
  Writer& integer(std::int64_t value);
  Writer& unsigned_integer(std::uint64_t value);
  // Writes value / 10^digits as a decimal: 150000 with six digits is 0.15.
  Writer& decimal(std::int64_t value, int digits);
  // Writes a value that is JSON already.
  Writer& raw(std::string_view json);

 private:
  Writer& open(char bracket);
  Writer& close(char bracket);
  void before_value();
  void new_line();

  std::string* out_;
  unsigned indent_;
  unsigned depth_ = 0;
  bool comma_ = false;      // an element precedes at this level
  bool after_key_ = false;  // a key was just written; its value follows on the same line
};

}  // namespace whitewater::json
