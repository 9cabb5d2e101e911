// The scoreboard: what the hunts for each mistake came to, over several ranges of seeds, and whether the core without
// it passes the same seeds. As rows, as a table, and as JSON.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "tests/known_bugs/catalogue.hpp"
#include "tests/known_bugs/hunt.hpp"

namespace whitewater::known_bugs {

struct Row {
  const Bug* bug = nullptr;
  std::vector<Hunt> hunts;              // a range each
  std::vector<std::uint64_t> innocent;  // of the seeds that were run for it: those that fail without it, too

  unsigned caught() const;
  bool always_caught() const { return !hunts.empty() && caught() == hunts.size(); }
  // Nothing is planted: whatever is caught is a false alarm.
  bool nothing_planted() const { return bug->mutation == Mutation::none; }
  bool as_it_should() const { return nothing_planted() ? caught() == 0 : always_caught(); }
  // The violated property that most hunts ended with; empty when none did.
  std::string property() const;
  // Over the ranges; a hunt that caught nothing took longer than all that did.
  std::uint64_t median_seeds() const;
  std::int64_t median_ns() const;
};

struct Plan {
  std::vector<const Bug*> bugs;
  unsigned first_range = 0;
  unsigned ranges = 11;
  // Of one range, in seeds.
  std::function<std::uint64_t(const Bug&)> budget = [](const Bug&) { return std::uint64_t{20'000}; };
  unsigned jobs = 1;
  bool guarded = false;  // each hunt in a process of its own
  bool compare_unmutated = true;
  Generator generator;
  std::function<void(const std::string&)> say = [](const std::string&) {};  // how it goes, a line at a time
};

std::vector<Row> run(const Plan& plan);

std::string table(std::span<const Row> rows);
std::string as_json(std::span<const Row> rows);
// "caught 47 of 49"; where nothing was planted "false alarms in 0 of 11 ranges, 220000 seeds".
std::string summary(std::span<const Row> rows);
// "without checks 45 of 47 (95 %) of the bugs other than liveness are caught": in most ranges.
struct Share {
  unsigned caught = 0;
  unsigned planted = 0;
  bool at_least(unsigned percent) const { return caught * 100 >= planted * percent; }
};
Share share_of_safety(std::span<const Row> rows);
std::string share_text(const Share& share);
// Every mistake was caught in every range, and without one nothing was.
bool all_as_they_should(std::span<const Row> rows);

}  // namespace whitewater::known_bugs
