// shrink: makes a failure as small as possible while the same property still fails with the same shape of witness:
// fewer faults, fates, requests, clients and replicas, plain configuration, short lives, round times. Each step is a
// run of a candidate. What comes out is again a Failure, found by the same seed. The result is a function of the
// failure and of the budget; time is the caller's affair.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/experiment/runner.hpp"
#include "scenarios/search/failure.hpp"

namespace whitewater::scenarios {

struct ShrinkOptions {
  // Asked before each run; false: the best so far is the result. Empty: go on.
  std::function<bool()> go_on;
  std::uint64_t runs_max = 20'000;
  // May be null. When it is set, the best so far is the result.
  const StopFlag* stop = nullptr;
};

// In a search of many failures. Runs and not time, so that the result does not depend on the machine.
inline constexpr std::uint64_t campaign_shrink_runs_max = 3'000;
inline constexpr std::uint64_t costly_shrink_runs_max = 120;

// What is left to read.
struct ShrinkSizes {
  std::size_t faults = 0;    // and events that the workload plans
  std::size_t fates = 0;     // of messages and writes
  std::size_t requests = 0;  // that clients asked; of a workload that tells nobody: 0
  std::size_t clients = 0;
  std::size_t replicas = 0;
  std::size_t all() const { return faults + fates + requests + clients + replicas; }
  friend bool operator==(const ShrinkSizes&, const ShrinkSizes&) = default;
};
// "5→3 replicas, 41→6 requests, 9→1 faults": what there was of each, without what there never was.
std::string sizes_text(const ShrinkSizes& before, const ShrinkSizes& after);

struct Shrunk {
  Failure failure;    // with its description
  bool fails = true;  // false: the failure that was given does not fail in that way; nothing was shrunk
  ShrinkSizes before;
  ShrinkSizes after;
  std::uint64_t runs = 0;
  bool complete = true;               // false: it was stopped before nothing more could go
  std::string stopped;                // why it ended, in a sentence
  std::vector<std::string> warnings;  // what is wrong with this program rather than with the system, a sentence each
  // The smallest change found that makes the result pass: "without fault 3 (partition)".
  std::optional<Scenario> nearest_pass;
  std::string nearest_change;
};

Shrunk shrink(const Failure& failure, const ShrinkOptions& options = {});

// What is left of a shrunk failure in one line: its kind, kinds of faults with whom or what they hit, kinds of fated
// messages, the number of replicas; no ids, times or numbers of lines. Equal for failures that are one finding.
std::string signature(const Failure& shrunk);

}  // namespace whitewater::scenarios
