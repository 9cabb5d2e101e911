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
  // The one with the fewest faults and fates, requests, replicas. Null: none was found.
  const ShrunkSeed* smallest() const;
};

struct ShrinkPlan {
  std::vector<const Bug*> bugs;
  unsigned seeds = 10;            // failing ones of each bug
  std::uint64_t budget = 20'000;  // seeds that are run for them
  unsigned jobs = 1;
  Generator generator;
  std::function<void(const std::string&)> say = [](const std::string&) {};
};

std::vector<Shrinkage> shrink_all(const ShrinkPlan& plan);
std::string shrink_table(std::span<const Shrinkage> rows);
// Every result passes without the mistake, and holds nothing superfluous.
bool all_minimal(std::span<const Shrinkage> rows);

}  // namespace whitewater::known_bugs
