// Reads and writes the lines.
#include "tests/known_bugs/budget.hpp"

#include <sstream>

namespace whitewater::known_bugs {

std::optional<std::vector<BudgetLine>> read_budget(std::string_view text) {
  std::vector<BudgetLine> lines;
  std::istringstream in{std::string(text)};
  for (std::string one; std::getline(in, one);) {
    if (one.empty() || one.front() == '#') continue;
    std::istringstream words(one);
    BudgetLine line;
    std::string rest;
    if (!(words >> line.bug >> line.runs >> line.microseconds) || words >> rest || line.runs == 0) return std::nullopt;
    lines.push_back(line);
  }
  return lines;
}

std::string write_budget(std::span<const Row> rows) {
  std::string text =
      "# bug, median runs until it is caught, median microseconds of one core. Rewritten by: tools/scoreboard "
      "--rewrite --campaigns 101\n";
  for (const Row& row : rows) {
    if (!row.mostly_caught()) continue;
    text += std::string(row.bug->name) + " " + std::to_string(row.median_runs()) + " " +
            std::to_string(row.median_cpu_ns() / 1000) + "\n";
  }
  return text;
}

}  // namespace whitewater::known_bugs
