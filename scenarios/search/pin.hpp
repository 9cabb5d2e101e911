// Pinning: chance becomes data. A run draws what becomes of its messages and writes; pinned, its scenario says it: a
// network with constant delays that loses and duplicates nothing, and a list of fates. So any single outcome can be
// taken away, and nothing else moves. With all outcomes as fates and the faults left in the plan, the run has the same
// digest. Knows no system and no workload.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "scenarios/experiment/runner.hpp"
#include "scenarios/format/fate.hpp"
#include "scenarios/format/scenario.hpp"

namespace whitewater::scenarios {

// What became of one message or write.
struct RecordedFate {
  Fate name;                      // no outcome
  Time time;                      // at which it left, or was issued
  NodeId from;                    // who sent it, or wrote it
  NodeId to;                      // of a message
  bool between_replicas = false;  // a message of the message plane
  bool lost = false;
  unsigned copies = 1;
  std::array<Duration, 2> delays{};
};

// A run with all that was drawn in it.
struct Recording {
  // The system's draws and the clocks are pinned, the requests listed if the workload can, and the faults numbered; the
  // network still draws.
  Scenario scenario;
  RunReport report;
  std::vector<RecordedFate> fates;
  bool complete = true;  // false: the run decided more than fates_recorded_max fates, and none is kept
};
// A run that clients redirect without end decides millions.
inline constexpr std::size_t fates_recorded_max = 200'000;

// Makes the run.
Recording record(Runner& runner, const Scenario& scenario, std::uint64_t seed, const RunOptions& options = {});

// Which outcomes become fates: all losses and duplicates, and delays that differ by more than `beyond` from that of
// the constant network. A coarser rung gives a shorter list, and is not the same run.
struct Rung {
  Duration beyond;
  friend bool operator==(const Rung&, const Rung&) = default;
};
inline constexpr Rung only_losses_and_duplicates{Duration{INT64_MAX}};
inline constexpr Rung all_fates{Duration{0}};
// From the coarsest to all.
inline constexpr std::array rungs{only_losses_and_duplicates, Rung{milliseconds(100)}, Rung{milliseconds(50)},
                                  Rung{milliseconds(20)},     Rung{milliseconds(10)},  Rung{milliseconds(5)},
                                  Rung{milliseconds(2)},      Rung{milliseconds(1)},   Rung{microseconds(500)},
                                  Rung{microseconds(200)},    Rung{microseconds(100)}, all_fates};

enum class NetworkFaults : std::uint8_t {
  leave_the_plan,  // faults of kind loss, duplication and delay: fates say what they did
  stay,            // and every message and write has a fate, so that they decide nothing
};
Scenario pinned(const Recording& recording, Rung rung, NetworkFaults faults = NetworkFaults::leave_the_plan);

}  // namespace whitewater::scenarios
