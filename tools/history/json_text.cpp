// One pass, without recursion.
#include "tools/history/json_text.hpp"

#include <algorithm>
#include <charconv>

#include "tools/history/utf8_text.hpp"

namespace whitewater::tools {

std::nullopt_t JsonText::fail(const std::string& expected) {
  std::string found = "the end";
  if (at_ < text_.size()) {
    const char c = text_[at_];
    found = c >= ' ' && c < 0x7F ? std::string("'") + c + "'" : std::string("a byte that is not text");
  }
  wrong_ = "expected " + expected + " in column " + std::to_string(at_ + 1) + ", found " + found;
  return std::nullopt;
}

void JsonText::space() {
  while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) ++at_;
}

bool JsonText::expect(char c, const char* where) {
  space();
  if (at_ < text_.size() && text_[at_] == c) {
    ++at_;
    return true;
  }
  fail(std::string("'") + c + "'" + where);
  return false;
}

std::optional<std::string_view> JsonText::string(std::string& scratch) {
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

bool JsonText::unescape(std::string& out) {
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

std::optional<std::uint32_t> JsonText::hex4() {
  std::uint32_t value = 0;
  if (at_ + 4 > text_.size()) return fail("four hexadecimal digits");
  const char* const begin = text_.data() + at_;
  if (std::from_chars(begin, begin + 4, value, 16).ptr != begin + 4) return fail("four hexadecimal digits");
  at_ += 4;
  return value;
}

// A surrogate without its partner becomes U+FFFD.
bool JsonText::unescape_unicode(std::string& out) {
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
  append_utf8(out, *unit);
  return true;
}

}  // namespace whitewater::tools
