// The scoreboard: what the hunts for each mistake came to, over several campaigns, or within a time. As rows, as a
// table, and as JSON.
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
  std::vector<Hunt> hunts;  // a campaign each

  unsigned caught() const;
  // In more than half of the campaigns: then the medians are known.
  bool mostly_caught() const { return caught() * 2 > hunts.size(); }
  bool always_caught() const { return !hunts.empty() && caught() == hunts.size(); }
  // Nothing is planted: whatever is caught is a false alarm.
  bool nothing_planted() const { return bug->mutation == Mutation::none; }
  bool as_it_should() const { return nothing_planted() ? caught() == 0 : always_caught(); }
  // The violated property that most hunts ended with; empty when none did.
  std::string property() const;
  // Failures that the core without the mistake has, too.
  std::uint64_t alarms() const;
  // Over the campaigns; a hunt that caught nothing took longer than all that did.
  std::uint64_t median_runs() const;
  std::int64_t median_cpu_ns() const;
  std::int64_t median_time_ns() const;
};

struct Plan {
  std::vector<const Bug*> bugs;
  std::uint64_t first_seed = 1;  // of the campaigns; the others follow
  unsigned campaigns = 11;
  // Of one campaign, in runs.
  std::function<std::uint64_t(const Bug&)> budget = [](const Bug&) { return std::uint64_t{20'000}; };
  unsigned jobs = 1;
  bool guarded = false;  // each hunt in a process of its own
  HuntPlan hunt;         // its runs and threads are set for each hunt
  std::function<void(const std::string&)> say = [](const std::string&) {};  // how it goes, a line at a time
};

// All hunts side by side, each in one thread.
std::vector<Row> run(const Plan& plan);
// As a user has it: one hunt after the other, each on all threads, until the time of plan.hunt is over.
std::vector<Row> run_within(const Plan& plan);

std::string table(std::span<const Row> rows);
// Of run_within: seconds of the wall.
std::string table_of_times(std::span<const Row> rows);
std::string as_json(std::span<const Row> rows);
// "caught 47 of 49"; where nothing was planted "false alarms in 0 of 11 campaigns, 220000 runs".
std::string summary(std::span<const Row> rows);
// "45 of 47 (95 %) of the bugs other than liveness are caught": in most campaigns.
struct Share {
  unsigned caught = 0;
  unsigned planted = 0;
  bool at_least(unsigned percent) const { return caught * 100 >= planted * percent; }
};
Share share_of_safety(std::span<const Row> rows);
std::string share_text(const Share& share);
// Every mistake was caught in every campaign, and without one nothing was.
bool all_as_they_should(std::span<const Row> rows);

}  // namespace whitewater::known_bugs
