// Writes JSON: one value after the other, directly into the text.
#include "core/wire/json_writer.hpp"

#include <array>
#include <charconv>

#include "core/text/decimal.hpp"

namespace whitewater::json {

namespace {

unsigned byte_at(std::string_view text, std::size_t i) {
  return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
}

bool continuation(unsigned byte) {
  return (byte & 0xC0) == 0x80;
}

// The number of bytes from i on that form one well-formed UTF-8 sequence (RFC 3629: no overlong form, no surrogate,
// nothing above U+10FFFF). 0 if no such sequence starts at i.
std::size_t sequence_length(std::string_view text, std::size_t i) {
  const unsigned a = byte_at(text, i);
  const unsigned b = byte_at(text, i + 1);
  if (a < 0x80) return 1;
  if (a < 0xC2 || a > 0xF4 || !continuation(b)) return 0;
  if (a < 0xE0) return 2;
  if ((a == 0xE0 && b < 0xA0) || (a == 0xED && b > 0x9F)) return 0;
  if (!continuation(byte_at(text, i + 2))) return 0;
  if (a < 0xF0) return 3;
  if ((a == 0xF0 && b < 0x90) || (a == 0xF4 && b > 0x8F)) return 0;
  return continuation(byte_at(text, i + 3)) ? 4 : 0;
}

void append_escaped(std::string& out, char c) {
  constexpr std::string_view hex = "0123456789abcdef";
  const auto code = static_cast<unsigned char>(c);
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      out += "\\u00";
      out += hex[code >> 4];
      out += hex[code & 15];
  }
}

template <class Integer>
void append_integer(std::string& out, Integer value) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

}  // namespace

void append_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain_from = 0;
  std::size_t i = 0;
  while (i < text.size()) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c < 0x7F && c != '"' && c != '\\') [[likely]] {
      ++i;
      continue;
    }
    const std::size_t length = sequence_length(text, i);
    if (length > 1) {
      i += length;
      continue;
    }
    out.append(text.substr(plain_from, i - plain_from));
    if (length == 1)
      append_escaped(out, text[i]);
    else
      out += "\xEF\xBF\xBD";
    plain_from = ++i;
  }
  out.append(text.substr(plain_from));
  out += '"';
}

void Writer::new_line() {
  if (indent_ == 0) return;
  out_->push_back('\n');
  out_->append(std::size_t{depth_} * indent_, ' ');
}

void Writer::before_value() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (comma_) out_->push_back(',');
  if (depth_ > 0) new_line();
}

Writer& Writer::open(char bracket) {
  before_value();
  out_->push_back(bracket);
  ++depth_;
  comma_ = false;
  return *this;
}

Writer& Writer::close(char bracket) {
  --depth_;
  if (comma_) new_line();
  out_->push_back(bracket);
  comma_ = true;
  return *this;
}

Writer& Writer::key(std::string_view name) {
  before_value();
  append_string(*out_, name);
  out_->append(indent_ == 0 ? ":" : ": ");
  after_key_ = true;
  return *this;
}

Writer& Writer::string(std::string_view text) {
  before_value();
  append_string(*out_, text);
  comma_ = true;
  return *this;
}

Writer& Writer::integer(std::int64_t value) {
  before_value();
  append_integer(*out_, value);
  comma_ = true;
  return *this;
}

Writer& Writer::unsigned_integer(std::uint64_t value) {
  before_value();
  append_integer(*out_, value);
  comma_ = true;
  return *this;
}

Writer& Writer::decimal(std::int64_t value, int digits) {
  return raw(unscaled(value, digits));
}

Writer& Writer::raw(std::string_view json) {
  before_value();
  out_->append(json);
  comma_ = true;
  return *this;
}

}  // namespace whitewater::json
