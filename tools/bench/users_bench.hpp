// What users of the simulator experience: how many runs per second one core makes of whole scenarios, with all checks,
// and where the time of a run goes. Absolute figures depend on the machine; the split and the comparison of rows do
// not.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "scenarios/format/scenario.hpp"

namespace whitewater::tools::bench {

// CPU time of the parts of a run, in nanoseconds.
struct RunParts {
  std::int64_t set_up = 0;   // drawing the scenario and making the world, up to the first event
  std::int64_t events = 0;   // the event loop, with the checks after every event
  std::int64_t history = 0;  // linearizability, statistics, verdict
  std::int64_t report = 0;   // the report as a line of JSON

  std::int64_t sum() const { return set_up + events + history + report; }
};

struct UsersRow {
  std::string name;
  unsigned runs = 0;
  RunParts parts;               // sums over all runs
  std::int64_t virtual_ns = 0;  // simulated time of all runs together

  double runs_per_second() const;
  double times_real() const;  // simulated seconds per second of CPU time
};

struct UsersBenchOptions {
  std::vector<scenarios::Scenario> scenarios;  // one row for each
  unsigned runs = 300;                         // per row
  std::function<void(std::size_t done, std::size_t all)> progress;
};

// Measures the scenarios of the options, then drawn scenarios, then clusters of 3 and of 5 replicas that run for 60
// simulated seconds (1 to 3 ms per hop, 8 shared keys, crashes and partitions): the setting that other simulators
// publish.
std::vector<UsersRow> run_users_bench(const UsersBenchOptions& options);

std::string users_bench_text(const std::vector<UsersRow>& rows);
std::string users_bench_json(const std::vector<UsersRow>& rows);

}  // namespace whitewater::tools::bench
