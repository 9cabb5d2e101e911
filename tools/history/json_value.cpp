// The recursion is bounded by depth_max.
#include "tools/history/json_value.hpp"

#include <algorithm>
#include <vector>

#include "tools/history/edn_value.hpp"

namespace whitewater::tools {

namespace {

bool is_number(std::string_view text) {
  std::size_t at = text.starts_with('-') ? 1 : 0;
  const auto digits = [&] {
    const std::size_t from = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at > from;
  };
  if (!digits()) return false;
  if (at < text.size() && text[at] == '.' && (++at, !digits())) return false;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (!digits()) return false;
  }
  return at == text.size();
}

}  // namespace

bool JsonValue::append_to(std::string& out) {
  if (!value(out, 0)) return false;
  space();
  if (at_ != text_.size()) fail("nothing more after a value");
  return at_ == text_.size();
}

bool JsonValue::value(std::string& out, unsigned depth) {
  space();
  if (depth > depth_max) {
    fail("a value that is nested less deep");
    return false;
  }
  switch (peek()) {
    case '"':
      return quoted(out);
    case '[':
      return array(out, depth);
    case '{':
      return object(out, depth);
    default:
      return word(out);
  }
}

bool JsonValue::quoted(std::string& out) {
  const auto text = string(scratch_);
  if (!text) return false;
  out += '"';
  append_escaped(*text, out);
  out += '"';
  return true;
}

bool JsonValue::word(std::string& out) {
  const std::size_t end = std::min(text_.find_first_of(",]} \t\r\n:", at_), text_.size());
  const std::string_view word = text_.substr(at_, end - at_);
  const bool number = is_number(word);
  // Python writes NaN and Infinity.
  const std::string_view words[] = {"null", "true", "false", "NaN", "Infinity", "-Infinity"};
  if (!number && std::find(std::begin(words), std::end(words), word) == std::end(words)) {
    fail("a JSON value");
    return false;
  }
  out += number ? json_number(word) : std::string(word);
  at_ = end;
  return true;
}

bool JsonValue::array(std::string& out, unsigned depth) {
  ++at_;
  out += '[';
  space();
  if (peek() == ']') return ++at_, out += ']', true;
  for (bool first = true;; first = false) {
    if (!first) out += ' ';
    if (!value(out, depth + 1)) return false;
    space();
    if (peek() == ']') return ++at_, out += ']', true;
    if (!expect(',', " or ']' in an array")) return false;
  }
}

bool JsonValue::object(std::string& out, unsigned depth) {
  ++at_;
  std::vector<std::string> members;
  space();
  for (bool first = true; peek() != '}'; first = false) {
    if (!first && !expect(',', " or '}' after a member")) return false;
    space();
    std::string& member = members.emplace_back();
    if (!quoted(member) || !expect(':', " after a name")) return false;
    member += ' ';
    if (!value(member, depth + 1)) return false;
    space();
  }
  ++at_;
  std::sort(members.begin(), members.end());
  out += '{';
  for (std::size_t i = 0; i < members.size(); ++i) out.append(i == 0 ? "" : " ") += members[i];
  out += '}';
  return true;
}

}  // namespace whitewater::tools
