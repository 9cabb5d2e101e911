// The committed budget: how many runs, and how much time, it took to catch each mistake (medians). What was caught
// once must be caught again within a few times that.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tests/known_bugs/scoreboard.hpp"

namespace whitewater::known_bugs {

struct BudgetLine {
  std::string bug;
  std::uint64_t runs = 0;
  std::uint64_t microseconds = 0;  // of one core
};

// A line a mistake: name, runs, microseconds; '#' begins a comment. Nothing when a line is not of that form.
std::optional<std::vector<BudgetLine>> read_budget(std::string_view text);
// Of the mistakes that were caught in most campaigns; the others keep no line.
std::string write_budget(std::span<const Row> rows);

}  // namespace whitewater::known_bugs
