// How fast somebody's program runs in virtual time on this machine: a scenario of 37 simulated seconds, 5 replicas, 500
// requests. What to quote are the ratios: to real time, and of two runs at once to one.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "scenarios/format/scenario.hpp"

namespace whitewater::tools::bench {

struct ProcessesBench {
  std::string program;
  unsigned runs = 0;  // of which the figures are means
  unsigned passed = 0;
  std::int64_t wall_ns = 0;       // a run
  std::int64_t simulated_ns = 0;  // a run
  std::int64_t own_ns = 0;        // CPU time of the replicas themselves, in their own code, a run
  std::int64_t kernel_ns = 0;     // and inside the kernel for them
  double stops = 0;               // how often a replica was waited for, a run
  double two_at_once = 0;         // runs a second of two threads, of those of one
  std::string refusal;            // why the runs say nothing; empty: they do

  double times_real() const;
};

struct ProcessesBenchOptions {
  scenarios::Scenario scenario;
  std::string program;
  unsigned runs = 5;
  std::function<void(unsigned done, unsigned all)> progress;
};

// Runs the seeds 1 to `runs` one after the other, and then as many on each of two threads.
ProcessesBench run_processes_bench(const ProcessesBenchOptions& options);

std::string processes_bench_text(const ProcessesBench& bench);
std::string processes_bench_json(const ProcessesBench& bench);

}  // namespace whitewater::tools::bench
