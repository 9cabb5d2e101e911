// In EDN, commas are white space, ';' starts a comment, '\c' is a character, '#' starts a tag, a set, or "#_", which
// discards the next element.
#include "tools/history/edn.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace whitewater::tools {

namespace {

using Kind = EdnElement::Kind;

bool ends_token(char c) {
  return is_edn_space(c) || std::string_view("()[]{}\";").find(c) != std::string_view::npos;
}

char closing(char open) {
  return open == '[' ? ']' : open == '(' ? ')' : '}';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

Kind kind_of(std::string_view token) {
  if (token == "nil") return Kind::nil;
  const char c = token.front();
  if (c == ':') return Kind::keyword;
  if (c == '\\') return Kind::character;
  if (is_digit(c) || ((c == '-' || c == '+') && token.size() > 1 && is_digit(token[1]))) return Kind::number;
  return Kind::symbol;
}

}  // namespace

bool is_edn_space(int c) {
  return c == ' ' || c == ',' || (c >= '\t' && c <= '\r');
}

std::nullopt_t EdnCursor::malformed() {
  wrong_ = true;
  return std::nullopt;
}

void EdnCursor::space() {
  for (;;) {
    while (!rest_.empty() && is_edn_space(rest_.front())) rest_.remove_prefix(1);
    if (!rest_.starts_with(";")) return;
    rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size()));
  }
}

// Elements to discard are counted, not nested: a text may hold any number of "#_".
std::optional<EdnElement> EdnCursor::next() {
  std::string_view tag, kept_tag;
  std::size_t discarded = 0;
  for (;;) {
    space();
    if (rest_.empty()) return tag.empty() && discarded == 0 ? std::nullopt : malformed();
    const char c = rest_.front();
    const std::string_view from = rest_;
    if (rest_.starts_with("#_") || c == '^') {
      rest_.remove_prefix(c == '^' ? 1 : 2);
      if (discarded++ == 0) kept_tag = std::exchange(tag, {});
      continue;
    }
    if (c == '#' && !rest_.starts_with("#{") && !rest_.starts_with("##")) {
      rest_.remove_prefix(1);
      // A pattern, #"…", has a tag without a name.
      if (!rest_.starts_with("\"") && !token()) return malformed();
      const char* const begin = tag.empty() ? from.data() : tag.data();
      tag = {begin, static_cast<std::size_t>(rest_.data() - begin)};
      continue;
    }
    const bool set = c == '#' && rest_.starts_with("#{");
    if (set) rest_.remove_prefix(1);
    auto element = c == '"' ? string() : set || c == '[' || c == '(' || c == '{' ? collection(rest_.front()) : token();
    if (element && discarded > 0) {
      tag = --discarded == 0 ? kept_tag : std::string_view();
      continue;
    }
    if (element && set) element->kind = Kind::set;
    if (element) element->tag = tag;
    return element;
  }
}

std::optional<EdnElement> EdnCursor::string() {
  for (std::size_t at = 1; at < rest_.size(); ++at) {
    if (rest_[at] == '\\') {
      ++at;
    } else if (rest_[at] == '"') {
      const EdnElement element{Kind::string, rest_.substr(0, at + 1), rest_.substr(1, at - 1), {}};
      rest_.remove_prefix(at + 1);
      return element;
    }
  }
  return malformed();
}

std::optional<EdnElement> EdnCursor::collection(char open) {
  std::array<char, depth_max> expected{};
  unsigned depth = 0;
  for (std::size_t at = 0; at < rest_.size(); ++at) {
    const char c = rest_[at];
    if (c == '"') {
      for (++at; at < rest_.size() && rest_[at] != '"'; ++at)
        if (rest_[at] == '\\') ++at;
    } else if (c == '\\') {
      ++at;
    } else if (c == ';') {
      at = std::min(rest_.find('\n', at), rest_.size());
    } else if (c == '[' || c == '(' || c == '{') {
      if (depth == depth_max) break;
      expected[depth++] = closing(c);
    } else if (c == ']' || c == ')' || c == '}') {
      if (c != expected[--depth]) break;
      if (depth > 0) continue;
      const Kind kind = open == '[' ? Kind::vector : open == '(' ? Kind::list : Kind::map;
      const EdnElement element{kind, rest_.substr(0, at + 1), rest_.substr(1, at - 1), {}};
      rest_.remove_prefix(at + 1);
      return element;
    }
  }
  return malformed();
}

std::optional<EdnElement> EdnCursor::token() {
  std::size_t end = 0;
  while (end < rest_.size() && !ends_token(rest_[end])) end += rest_[end] == '\\' ? 2u : 1u;
  end = std::min(end, rest_.size());
  if (end == 0) return malformed();
  const EdnElement element{kind_of(rest_.substr(0, end)), rest_.substr(0, end), {}, {}};
  rest_.remove_prefix(end);
  return element;
}

std::optional<EdnElement> only_element(std::string_view text) {
  EdnCursor cursor(text);
  const auto element = cursor.next();
  if (!element || cursor.next() || cursor.wrong()) return std::nullopt;
  return element;
}

}  // namespace whitewater::tools
