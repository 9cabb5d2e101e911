// Trials: makes the runs of a search, one after the other, and says of each how it failed. One per thread. A result is
// a pure function of the scenario, whose own seed is used.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "scenarios/experiment/runner.hpp"
#include "scenarios/format/scenario.hpp"
#include "scenarios/search/failure_kind.hpp"

namespace whitewater::scenarios {

// What else a run of a search takes; none of the observers changes a result.
struct TrialOptions {
  std::vector<simnet::Observer*> observers{};
  simnet::FateRecorder* fates = nullptr;
  std::optional<Redraw> redraw{};
  std::optional<Duration> until{};  // RunOptions::until
};

// What one run of a search may cost: hundreds of times what a usual one does, and about a second. Some scenarios clog
// themselves, as when replicas redirect a client to each other without end.
inline constexpr std::uint64_t usual_events_max = 1'000'000;

struct Trial {
  RunReport report;
  std::optional<FailureKind> kind;  // nothing: it did not fail
};

class Trials {
 public:
  // wire: of all runs. stop: may be null; when it is set, a run throws Interrupted.
  explicit Trials(bool wire = false, const StopFlag* stop = nullptr) : wire_(wire), stop_(stop) {}

  // Runs from now on are made to their end, whatever the flag says.
  void heed_no_stop() { stop_ = nullptr; }
  // A run that needs more events has no verdict from now on.
  void limit_events(std::uint64_t most) { events_max_ = most; }

  // A failure of the simulator itself is thrown (InternalFailure).
  Trial run(const Scenario& scenario, TrialOptions with = {});
  // The run fails by the same property and with the same shape.
  bool fails_as(const FailureKind& kind, const Scenario& scenario) { return run(scenario).kind == kind; }

  std::uint64_t runs() const { return runs_; }
  // Of the latest run.
  Runner& runner() { return runner_; }
  const Runner& runner() const { return runner_; }

 private:
  bool wire_;
  const StopFlag* stop_;
  std::optional<std::uint64_t> events_max_;
  std::uint64_t runs_ = 0;
  Runner runner_;
};

}  // namespace whitewater::scenarios
