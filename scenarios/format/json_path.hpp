// JsonPath: the place of a value in a JSON document, as a list of keys and indexes. Written "$.events[0].time".
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace whitewater::scenarios {

class JsonPath {
 public:
  using Step = std::variant<std::string, std::size_t>;

  // Parses "events[0].time", with or without "$."; nothing if the text has another form.
  static std::optional<JsonPath> parse(std::string_view text);

  const std::vector<Step>& steps() const { return steps_; }
  void enter(std::string_view key) { steps_.emplace_back(std::string(key)); }
  void enter(std::size_t index) { steps_.emplace_back(index); }
  void leave() { steps_.pop_back(); }
  // True if the other path is equal or lies inside this one.
  bool contains(const JsonPath& other) const;

  // Printable and on one line, for any keys.
  std::string text() const;

  // The line of the value in a valid document, from 1. If the value is missing: the line of the innermost value on the
  // path.
  std::size_t line_in(std::string_view document) const;

 private:
  std::vector<Step> steps_;
};

}  // namespace whitewater::scenarios
