#include "tests/campaign/best_tiers.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace whitewater::tests {

namespace {

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" *`");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" *`") - first + 1);
}

course::Tier tier_named(const std::string& cell) {
  // A cell may go on after the tier's name: "full (2 lost)".
  const std::string word = cell.substr(0, cell.find(' '));
  for (const course::Tier tier : {course::Tier::bonus, course::Tier::full, course::Tier::partial, course::Tier::none})
    if (word == course::tier_name(tier)) return tier;
  throw std::runtime_error("no such tier: " + cell);
}

}  // namespace

std::map<std::string, course::TierVerdict> read_best_tiers(const std::string& path) {
  std::ifstream file(path);
  std::map<std::string, course::TierVerdict> table;
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() != '|') {
      inside = false;
      continue;
    }
    std::vector<std::string> cells;
    std::istringstream row(line.substr(1));
    for (std::string cell; std::getline(row, cell, '|');) cells.push_back(trimmed(cell));
    if (cells.size() >= 5 && cells[0] == "scenario") {
      inside = cells[1] == "total_msgs" && cells[2] == "failures" && cells[3] == "duplicates" &&
               cells[4] == "median_latency";
      continue;
    }
    if (!inside || cells.size() < 5 || cells[0].starts_with("---")) continue;
    table[cells[0]] = {tier_named(cells[1]), tier_named(cells[2]), tier_named(cells[3]), tier_named(cells[4])};
  }
  if (table.empty()) throw std::runtime_error(path + " has no table of tiers");
  return table;
}

}  // namespace whitewater::tests
