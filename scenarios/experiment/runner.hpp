// Runner: runs scenarios, one after the other, in one world that it keeps: the second run of the same
// scenario allocates nothing. One runner per thread; a report is a pure function of (scenario, seed).
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "scenarios/experiment/clients.hpp"
#include "scenarios/experiment/fault_log.hpp"
#include "scenarios/format/scenario.hpp"
#include "scenarios/report/report.hpp"
#include "simnet/observer.hpp"
#include "simnet/trace.hpp"

namespace whitewater::scenarios {

// Set by another thread: the run is given up soon, wherever it stands.
using StopFlag = std::atomic<bool>;

// A run was given up. Not a std::exception: it is nobody's failure.
struct Interrupted {};

struct RunOptions {
  bool wire = false;   // every hop through the real codec; changes no digest
  bool checks = true;  // the properties of the system after every event, the history at the end
  // Further observers, for stories and counts. They change no digest.
  std::vector<simnet::Observer*> observers;
  simnet::Trace* trace = nullptr;  // appended to
  // Called when the run is over, so long after its start, and before its history is checked: clients() and faults()
  // tell what happened. To write it down, whatever becomes of the check.
  std::function<void(Duration end)> at_end;
  const StopFlag* stop = nullptr;  // looked at a thousand times a run; run() throws Interrupted. Changes no result
};

// What is known of the runs of a scenario before one is made.
struct Prospects {
  Duration end;                   // of a run, as its workload ends it
  bool has_codec = false;         // RunOptions::wire is possible
  bool reports_requests = false;  // Clients::requests() says something
};

class Runner {
 public:
  Runner();
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  // Throws InternalFailure (blame.hpp) when a check failed that is not the system's under test.
  RunReport run(const Scenario& scenario, std::uint64_t seed, const RunOptions& options = {});

  // Makes no run. Forgets the latest one.
  Prospects look_ahead(const Scenario& scenario);

  // The clients of the latest run, with what they saw. Valid until the next run.
  const Clients& clients() const;
  // The faults that struck the latest run. Valid until the next one.
  std::span<const FaultStrike> faults() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace whitewater::scenarios
