// The architecture as pure functions: a scanned source goes in, findings come out. Each rule carries the name
// that ARCHITECTURE.md gives it. I5 (a trace is a pure function of the scenario) is not readable from text:
// tests/determinism runs it.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "tests/architecture/source_scanner.hpp"

namespace whitewater::architecture {

struct Finding {
  std::string path;
  std::size_t line = 0;
  std::string rule;  // "I1", "include table", "function size" …
  std::string advice;

  // "core/raft/node.cpp:12: I1: …"
  std::string text() const { return path + ":" + std::to_string(line) + ": " + rule + ": " + advice; }
};

using Findings = std::vector<Finding>;

// One line each.
std::string listed(const Findings& findings);

inline constexpr std::size_t file_lines_max = 400;
inline constexpr std::size_t function_lines_max = 70;
inline constexpr std::size_t line_columns_max = 120;

void check_includes(const Source& source, Findings& findings);
void check_banned(const Source& source, Findings& findings);             // I1, I3, I4, I6, I7
void check_mutable_objects(const Source& source, Findings& findings);    // I2
void check_floating_literals(const Source& source, Findings& findings);  // I7
void check_quorums(const Source& source, Findings& findings);            // what a quorum is, one class decides
void check_sizes(const Source& source, Findings& findings);
void check_form(const Source& source, Findings& findings);  // header comment, #pragma once, open ends, paths

// All of the above.
Findings check_source(const Source& source);

// What only all sources together show: one file of core/wire reads JSON (I4); a source includes its own header first.
Findings check_tree(std::span<const Source> sources);

}  // namespace whitewater::architecture
