// JsonPath: where in a JSON document something is, as a list of keys and indexes. Written "$.events[0].time".
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

  // "events[0].time", with or without "$." in front; nothing when it is not of that form.
  static std::optional<JsonPath> parse(std::string_view text);

  const std::vector<Step>& steps() const { return steps_; }
  void enter(std::string_view key) { steps_.emplace_back(std::string(key)); }
  void enter(std::size_t index) { steps_.emplace_back(index); }
  void leave() { steps_.pop_back(); }
  // Whether the other path is this one or lies inside.
  bool contains(const JsonPath& other) const;

  // Printable and on one line, whatever the keys are.
  std::string text() const;

  // The line, from 1, of the value in a valid document; of the innermost one on the way when it is missing.
  std::size_t line_in(std::string_view document) const;

 private:
  std::vector<Step> steps_;
};

}  // namespace whitewater::scenarios
