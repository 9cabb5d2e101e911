// One pass, without recursion.
#include "tools/history/json_line.hpp"

namespace whitewater::tools {

std::optional<JsonLine::Member> JsonLine::next() {
  if (over_ || !wrong().empty()) return std::nullopt;
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
    if (depth == 0 && (c == ',' || c == '}' || c == ']' || c == ' ' || (c >= '\t' && c <= '\r'))) break;
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
