// Scenario texts for the tests: the catalogue's files, and a smallest scenario.
#pragma once

#include <array>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "core/text/concat.hpp"

namespace whitewater::scenarios {

inline constexpr std::array<std::string_view, 17> course_names{
    "simple-1",    "simple-2",   "unreliable-1", "unreliable-2", "unreliable-3", "crash-1",
    "crash-2",     "crash-3",    "crash-4",      "partition-1",  "partition-2",  "partition-3",
    "partition-4", "advanced-1", "advanced-2",   "advanced-3",   "advanced-4"};

inline constexpr std::string_view smallest = R"({"lifetime": 30, "replicas": 5, "requests": 500})";

// Tests run in the project's folder. A missing file is an empty text, which no test takes for a scenario.
inline std::string text_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline std::string course_text(std::string_view name) {
  return text_of_file("scenarios/course/" + std::string(name) + ".json");
}

// All of text with one place changed.
inline std::string with(std::string_view text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  if (at == std::string_view::npos) return std::string(text);
  return concat({text.substr(0, at), to, text.substr(at + from.size())});
}

}  // namespace whitewater::scenarios
