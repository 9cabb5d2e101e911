// Paths, and a search for the line of a path in the text. The search is made only for a message, so the tree of values
// needs no positions.
#include "scenarios/format/json_path.hpp"

#include <algorithm>
#include <charconv>

#include "core/wire/json.hpp"
#include "core/wire/json_writer.hpp"

namespace whitewater::scenarios {
namespace {

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' || c == '-';
}

// Walks through a valid document without building a tree.
class Walker {
 public:
  explicit Walker(std::string_view text) : text_(text) { skip_space(); }

  std::size_t position() const { return at_; }

  // Moves from the start of a container to its member or element. Returns false if it has none; then the place is
  // unspecified.
  bool enter(const std::string& key) {
    if (!open('{')) return false;
    while (peek() == '"') {
      const std::size_t start = at_;
      skip_string();
      const Result<json::Value> name = json::parse(text_.substr(start, at_ - start));
      step();  // the colon
      if (name && name.value().as_string() == key) return true;
      skip_value();
      if (peek() == ',') step();
    }
    return false;
  }
  bool enter(std::size_t index) {
    if (!open('[')) return false;
    for (; index > 0 && peek() != ']' && peek() != '\0'; --index) {
      skip_value();
      if (peek() == ',') step();
    }
    return peek() != ']' && peek() != '\0';
  }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip_space() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }
  // Moves past one character and the white space after it.
  void step() {
    ++at_;
    skip_space();
  }
  bool open(char bracket) {
    if (peek() != bracket) return false;
    step();
    return true;
  }
  void skip_string() {
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_)
      if (text_[at_] == '\\') ++at_;
    at_ = std::min(at_, text_.size());
    step();
  }
  void skip_value() {
    std::size_t depth = 0;
    do {
      const char c = peek();
      if (c == '"') {
        skip_string();
      } else if (c == '{' || c == '[') {
        ++depth;
        step();
      } else if (c == '}' || c == ']') {
        --depth;
        step();
      } else if (c == ',' || c == ':') {
        step();
      } else {
        at_ = std::min(text_.find_first_of(" \t\r\n,:]}", at_), text_.size());
        skip_space();
      }
    } while (depth > 0 && at_ < text_.size());
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<JsonPath> JsonPath::parse(std::string_view text) {
  if (text.starts_with("$.")) text.remove_prefix(2);
  JsonPath path;
  while (true) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_plain);
    const auto size = static_cast<std::size_t>(end - text.begin());
    if (size == 0) return std::nullopt;
    path.enter(text.substr(0, size));
    text.remove_prefix(size);
    while (text.starts_with('[')) {
      std::size_t index = 0;
      const char* last = text.data() + text.size();
      const auto [stop, problem] = std::from_chars(text.data() + 1, last, index);
      if (problem != std::errc() || stop == last || *stop != ']') return std::nullopt;
      path.enter(index);
      text.remove_prefix(static_cast<std::size_t>(stop - text.data()) + 1);
    }
    if (text.empty()) return path;
    if (!text.starts_with('.')) return std::nullopt;
    text.remove_prefix(1);
  }
}

bool JsonPath::contains(const JsonPath& other) const {
  return steps_.size() <= other.steps_.size() && std::equal(steps_.begin(), steps_.end(), other.steps_.begin());
}

std::string JsonPath::text() const {
  constexpr std::size_t key_max = 48;
  std::string text = "$";
  for (const Step& step : steps_) {
    if (const std::size_t* index = std::get_if<std::size_t>(&step)) {
      text += '[' + std::to_string(*index) + ']';
      continue;
    }
    const std::string& key = std::get<std::string>(step);
    if (!key.empty() && key.size() <= key_max && std::all_of(key.begin(), key.end(), is_plain)) {
      text += '.' + key;
    } else {
      text += '[';
      json::append_string(text, std::string_view(key).substr(0, key_max));
      text += key.size() > key_max ? "...]" : "]";
    }
  }
  return text;
}

std::size_t JsonPath::line_in(std::string_view document) const {
  Walker walker(document);
  std::size_t found = walker.position();
  for (const Step& step : steps_) {
    if (!std::visit([&](const auto& s) { return walker.enter(s); }, step)) break;
    found = walker.position();
  }
  return 1 + static_cast<std::size_t>(
                 std::count(document.begin(), document.begin() + static_cast<std::ptrdiff_t>(found), '\n'));
}

}  // namespace whitewater::scenarios
