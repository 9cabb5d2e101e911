// EngineBench: how fast the simulator is, in CPU time of one pinned core. The figures are ratios to the speed of the
// reference pump, measured in the same process before and after every chunk. Ratios stay valid when a machine's speed
// drifts; absolute figures are printed beside them for orientation.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "scenarios/format/scenario.hpp"

namespace whitewater::tools::bench {

// Workload S37 as a scenario: the same load, delays and heartbeats as the reference pump's, with textbook Raft.
scenarios::Scenario s37(std::uint32_t requests = 500);

struct EngineBenchOptions {
  unsigned ratios = 75;  // number of chunks
  unsigned seeds = 20;   // runs per chunk
  std::function<void(unsigned done, unsigned all)> progress;
};

struct EngineBench {
  double ratio_to_pump = 0;  // full stack with checks ÷ pump, in runs per second; median
  double ratio_to_pump_unchecked = 0;
  double checks_overhead = 0;  // time with checks ÷ time without checks, minus 1
  double pump_to_queue = 0;    // time per event of the pump ÷ time per event of the bare event queue
  double queue_ns_per_event = 0;
  double pump_ns_per_event = 0;
  double full_ns_per_event = 0;  // with checks
  double unchecked_ns_per_event = 0;
  double runs_per_second = 0;  // with checks
  double pump_runs_per_second = 0;
  double allocations_per_event = 0;  // in the second run of a reset world
  double messages_to_pump = 0;       // delivered messages of a run ÷ delivered messages of the pump
  double large_to_small = 0;         // time per event with 50,000 requests ÷ time per event with 500
  double thrifty_ratio = 0;          // like ratio_to_pump with another configuration
  double drops_ratio = 0;
  double wire_ratio = 0;
  std::uint64_t answered = 0;  // of 500 requests; the minimum over the seeds
};

EngineBench run_engine_bench(const EngineBenchOptions& options);

// Runs one part alone, for tools that count instructions: "pump", "full" or "unchecked". Returns the number of events.
std::uint64_t run_engine_part(const std::string& part, unsigned runs);

}  // namespace whitewater::tools::bench
