// One pass, without recursion.
#include "tools/history/json_line.hpp"

#include <algorithm>
#include <charconv>

namespace whitewater::tools {

namespace {

void append_utf8(std::string& out, std::uint32_t c) {
  const auto add = [&](std::uint32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (c < 0x80) return add(c);
  if (c < 0x800) {
    add(0xC0 | c >> 6);
  } else {
    if (c < 0x10000) {
      add(0xE0 | c >> 12);
    } else {
      add(0xF0 | c >> 18);
      add(0x80 | (c >> 12 & 0x3F));
    }
    add(0x80 | (c >> 6 & 0x3F));
  }
  add(0x80 | (c & 0x3F));
}

}  // namespace

std::nullopt_t JsonLine::fail(const std::string& expected) {
  over_ = true;
  std::string found = "the end of the line";
  if (at_ < text_.size()) {
    const char c = text_[at_];
    found = c >= ' ' && c < 0x7F ? std::string("'") + c + "'" : std::string("a byte that is not text");
  }
  wrong_ = "expected " + expected + " in column " + std::to_string(at_ + 1) + ", found " + found;
  return std::nullopt;
}

void JsonLine::space() {
  while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
}

bool JsonLine::expect(char c, const char* where) {
  space();
  if (at_ < text_.size() && text_[at_] == c) {
    ++at_;
    return true;
  }
  fail(std::string("'") + c + "'" + where);
  return false;
}

std::optional<JsonLine::Member> JsonLine::next() {
  if (over_) return std::nullopt;
  if (!begun_ && !expect('{', ", a JSON object a line,")) return std::nullopt;
  space();
  if (at_ < text_.size() && text_[at_] == '}') {
    ++at_;
    space();
    if (at_ != text_.size()) return fail("nothing more after the object");
    over_ = true;
    return std::nullopt;
  }
  if (begun_ && !expect(',', " or '}' after a member")) return std::nullopt;
  begun_ = true;
  space();
  Member member;
  const auto name = string(name_);
  if (!name || !expect(':', " after a name")) return std::nullopt;
  member.name = *name;
  space();
  const char first = at_ < text_.size() ? text_[at_] : '\0';
  if (first == '"') {
    const auto value = string(value_);
    if (!value) return std::nullopt;
    member.kind = Kind::string;
    member.value = *value;
    return member;
  }
  const std::size_t begin = at_;
  if (!skip_value()) return std::nullopt;
  member.value = text_.substr(begin, at_ - begin);
  if (first == '-' || (first >= '0' && first <= '9')) member.kind = Kind::number;
  return member;
}

// Returns a view of the line if there is nothing to unescape.
std::optional<std::string_view> JsonLine::string(std::string& scratch) {
  if (at_ >= text_.size() || text_[at_] != '"') return fail("'\"', a string,");
  const std::size_t begin = ++at_;
  at_ = std::min(text_.find_first_of("\"\\", at_), text_.size());
  if (at_ < text_.size() && text_[at_] == '"') return text_.substr(begin, at_++ - begin);
  scratch.assign(text_.substr(begin, at_ - begin));
  while (at_ < text_.size() && text_[at_] != '"') {
    if (text_[at_] == '\\') {
      if (!unescape(scratch)) return std::nullopt;
    } else {
      scratch += text_[at_++];
    }
  }
  if (at_ >= text_.size()) return fail("'\"' at the end of a string");
  ++at_;
  return scratch;
}

bool JsonLine::unescape(std::string& out) {
  ++at_;
  const char c = at_ < text_.size() ? text_[at_] : '\0';
  constexpr std::string_view letters = "\"\\/bfnrt";
  constexpr std::string_view meant = "\"\\/\b\f\n\r\t";
  if (const std::size_t found = letters.find(c); c != '\0' && found != letters.npos) {
    out += meant[found];
    ++at_;
    return true;
  }
  if (c == 'u') return unescape_unicode(out);
  fail("a valid JSON escape");
  return false;
}

std::optional<std::uint32_t> JsonLine::hex4() {
  std::uint32_t value = 0;
  if (at_ + 4 > text_.size()) return fail("four hexadecimal digits");
  const char* const begin = text_.data() + at_;
  if (std::from_chars(begin, begin + 4, value, 16).ptr != begin + 4) return fail("four hexadecimal digits");
  at_ += 4;
  return value;
}

// A surrogate without its partner becomes U+FFFD.
bool JsonLine::unescape_unicode(std::string& out) {
  ++at_;
  auto unit = hex4();
  if (!unit) return false;
  if (*unit >= 0xD800 && *unit < 0xDC00 && text_.substr(at_, 2) == "\\u") {
    at_ += 2;
    const auto low = hex4();
    if (!low) return false;
    if (*low >= 0xDC00 && *low < 0xE000) {
      append_utf8(out, 0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00));
      return true;
    }
    append_utf8(out, 0xFFFD);
    unit = low;
  }
  append_utf8(out, *unit >= 0xD800 && *unit < 0xE000 ? 0xFFFD : *unit);
  return true;
}

// Skips a number, a word, or a nested value with balanced brackets.
bool JsonLine::skip_value() {
  const std::size_t begin = at_;
  std::size_t depth = 0;
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == '"') {
      if (!string(value_)) return false;
      continue;
    }
    if (depth == 0 && (c == ',' || c == '}' || c == ']' || c == ' ' || c == '\t')) break;
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
    ++at_;
  }
  if (depth == 0 && at_ > begin) return true;
  fail("a value");
  return false;
}

std::string JsonLine::joined(std::string_view array) {
  std::string text;
  bool inside = false;
  for (const char c : array) {
    if (c == '"') {
      if (!inside && !text.empty()) text += ' ';
      inside = !inside;
    } else if (inside) {
      text += c;
    }
  }
  return text;
}

}  // namespace whitewater::tools
