// Shrinkage: how small failing runs of a planted mistake become, and what that takes. Of each mistake some failing
// seeds of the drawn scenarios are shrunk; what is left is held against the core without the mistake, and against
// itself without any one thing.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "scenarios/search/shrink.hpp"
#include "tests/known_bugs/catalogue.hpp"

namespace whitewater::known_bugs {

using Generator = std::function<scenarios::Scenario(std::uint64_t seed)>;

// The two are counted together: each is a thing that goes wrong.
inline std::size_t faults_and_fates(const scenarios::ShrinkSizes& sizes) {
  return sizes.faults + sizes.fates;
}

struct ShrunkSeed {
  std::uint64_t seed = 0;
  scenarios::Shrunk shrunk;
  std::int64_t cpu_ns = 0;  // of the shrink alone
  bool passes_without_bug = false;
  // Parts of the result that can go, each alone: with the mistake it still fails in the same way.
  std::vector<std::string> superfluous;
};

struct Shrinkage {
  const Bug* bug = nullptr;
  std::vector<ShrunkSeed> seeds;  // in the order in which they were found
  // The one with the fewest faults and fates, requests, replicas; of these the shortest file. Null: none was found.
  const ShrunkSeed* smallest() const;
};

struct ShrinkPlan {
  std::vector<const Bug*> bugs;
  unsigned seeds = 10;            // failing ones of each bug
  std::uint64_t budget = 20'000;  // seeds that are run for them
  unsigned jobs = 1;
  Generator generator;
  // Told of each bug as soon as it and those before it are done.
  std::function<void(const Shrinkage&)> row = [](const Shrinkage&) {};
};

std::vector<Shrinkage> shrink_all(const ShrinkPlan& plan);

// The table, as it grows: its head, the rows of one bug, and how small all became.
std::string shrink_head();
std::string shrink_rows(const Shrinkage& row);
std::string shrink_summary(std::span<const Shrinkage> rows);

// How small failures have to become, of one seed of each bug, and of the smallest of several.
struct ShrinkGoal {
  std::size_t faults;  // and fates
  std::size_t requests;
  std::size_t replicas;
  std::int64_t ms;
};
struct ShrinkGoals {
  ShrinkGoal median;
  ShrinkGoal of_nine_in_ten;
};
inline constexpr ShrinkGoals goals_of_one{{2, 1, 3, 100}, {6, 4, 4, 1'000}};
inline constexpr ShrinkGoals goals_of_ten{{1, 0, 3, 5'000}, {3, 2, 4, 5'000}};
// A line for each goal that is missed. times: of one core, too.
std::string missed_goals(std::span<const Shrinkage> rows, bool times);

// Every result passes without the mistake, and holds nothing superfluous.
bool all_minimal(std::span<const Shrinkage> rows);

}  // namespace whitewater::known_bugs
