// In EDN, commas are white space, ';' starts a comment, '\c' is a character, '#' starts a tag or a set.
#include "tools/history/edn.hpp"

#include <algorithm>

namespace whitewater::tools {

namespace {

constexpr std::size_t map_bytes_max = ByteSource::line_bytes_max;
constexpr unsigned depth_max = 64;

bool is_space(int c) {
  return c == ' ' || c == ',' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}

bool ends_token(char c) {
  return is_space(c) || std::string_view("()[]{}\";").find(c) != std::string_view::npos;
}

}  // namespace

void EdnCursor::space() {
  for (;;) {
    while (!rest_.empty() && is_space(rest_.front())) rest_.remove_prefix(1);
    if (!rest_.starts_with(";")) return;
    rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size()));
  }
}

std::optional<EdnElement> EdnCursor::next() {
  for (;;) {
    space();
    if (rest_.empty()) return std::nullopt;
    const char c = rest_.front();
    if (c == '"') return string();
    if (c == '[' || c == '(' || c == '{') return collection(c);
    if (c != '#') break;
    rest_.remove_prefix(1);
    if (!rest_.starts_with("{")) {  // the name of a tag
      if (!token()) return std::nullopt;
      continue;
    }
    auto set = collection('{');
    if (set) set->kind = EdnElement::Kind::set;
    return set;
  }
  return token();
}

std::optional<EdnElement> EdnCursor::string() {
  for (std::size_t at = 1; at < rest_.size(); ++at) {
    if (rest_[at] == '\\') {
      ++at;
    } else if (rest_[at] == '"') {
      const EdnElement element{EdnElement::Kind::string, rest_.substr(0, at + 1), rest_.substr(1, at - 1)};
      rest_.remove_prefix(at + 1);
      return element;
    }
  }
  wrong_ = true;
  return std::nullopt;
}

std::optional<EdnElement> EdnCursor::collection(char open) {
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
      if (++depth > depth_max) break;
    } else if ((c == ']' || c == ')' || c == '}') && --depth == 0) {
      const auto kind = open == '['   ? EdnElement::Kind::vector
                        : open == '(' ? EdnElement::Kind::list
                                      : EdnElement::Kind::map;
      const EdnElement element{kind, rest_.substr(0, at + 1), rest_.substr(1, at - 1)};
      rest_.remove_prefix(at + 1);
      return element;
    }
  }
  wrong_ = true;
  return std::nullopt;
}

std::optional<EdnElement> EdnCursor::token() {
  std::size_t end = 0;
  while (end < rest_.size() && !ends_token(rest_[end])) end += rest_[end] == '\\' ? 2u : 1u;
  end = std::min(end, rest_.size());
  if (end == 0) {
    wrong_ = true;
    return std::nullopt;
  }
  EdnElement element{EdnElement::Kind::symbol, rest_.substr(0, end), {}};
  const char c = element.text.front();
  const char second = element.text.size() > 1 ? element.text[1] : '\0';
  if (element.text == "nil")
    element.kind = EdnElement::Kind::nil;
  else if (c == ':')
    element.kind = EdnElement::Kind::keyword;
  else if ((c >= '0' && c <= '9') || ((c == '-' || c == '+') && second >= '0' && second <= '9'))
    element.kind = EdnElement::Kind::number;
  rest_.remove_prefix(end);
  return element;
}

std::string edn_string(const EdnElement& element) {
  std::string text;
  for (std::size_t i = 0; i < element.inner.size(); ++i) {
    if (element.inner[i] != '\\' || i + 1 == element.inner.size()) {
      text += element.inner[i];
      continue;
    }
    constexpr std::string_view letters = "nrt";
    constexpr std::string_view meant = "\n\r\t";
    const char c = element.inner[++i];
    const std::size_t found = letters.find(c);
    text += found == letters.npos ? c : meant[found];
  }
  return text;
}

void EdnMaps::take(bool keep) {
  if (keep) map_ += static_cast<char>(static_cast<unsigned char>(source_.peek()));
  source_.take();
}

// Takes a string, including both quotes.
void EdnMaps::take_quoted(bool keep) {
  take(keep);
  while (source_.peek() != ByteSource::end && source_.peek() != '"' && map_.size() <= map_bytes_max) {
    if (source_.peek() == '\\') take(keep);
    if (source_.peek() != ByteSource::end) take(keep);
  }
  if (source_.peek() != ByteSource::end) take(keep);
}

void EdnMaps::take_comment() {
  while (source_.peek() != ByteSource::end && source_.peek() != '\n') source_.take();
}

// Skips what may be between maps: brackets of a vector around them, tags, comments.
bool EdnMaps::find_map() {
  for (int c = source_.peek(); c != ByteSource::end; c = source_.peek()) {
    if (c == '{') return true;
    if (c == ';') {
      take_comment();
    } else if (c == '#') {
      while (source_.peek() != ByteSource::end && !is_space(source_.peek()) && source_.peek() != '{') source_.take();
    } else if (is_space(c) || c == '[' || c == ']' || c == '(' || c == ')') {
      source_.take();
    } else {
      wrong_ = "expected an EDN map, found '" + std::string(1, c >= ' ' && c < 0x7F ? static_cast<char>(c) : '?') + "'";
      source_.take();  // the complaint is about this line
      return false;
    }
  }
  return false;
}

bool EdnMaps::take_map() {
  unsigned depth = 0;
  map_.clear();
  do {
    const int c = source_.peek();
    if (c == ByteSource::end) {
      torn_ = true;
      return false;
    }
    if (map_.size() > map_bytes_max) {
      wrong_ = "expected a map of at most 64 MiB";
      return false;
    }
    if (c == '"') {
      take_quoted(true);
      continue;
    }
    if (c == ';') {
      take_comment();
      continue;
    }
    if (c == '\\') take(true);
    if (source_.peek() == ByteSource::end) continue;
    if (c == '{') ++depth;
    if (c == '}') --depth;
    take(true);
    if (map_.size() == 1) line_ = source_.line();
  } while (depth > 0);
  return true;
}

bool EdnMaps::next(std::string_view& inner) {
  if (!find_map() || !take_map()) return false;
  inner = std::string_view(map_).substr(1, map_.size() - 2);
  return true;
}

}  // namespace whitewater::tools
