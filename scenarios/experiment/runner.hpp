// Runner: runs scenarios, one after the other, in one world that it keeps: the second run of the same scenario
// allocates nothing. One runner per thread. A report is a pure function of (scenario, seed).
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "scenarios/experiment/clients.hpp"
#include "scenarios/experiment/fault_log.hpp"
#include "scenarios/format/scenario.hpp"
#include "scenarios/report/report.hpp"
#include "simnet/fate_recorder.hpp"
#include "simnet/observer.hpp"

namespace whitewater::scenarios {

// Set by another thread: the current run is then given up soon.
using StopFlag = std::atomic<bool>;

// A run was given up. Not derived from std::exception, because it is no failure.
struct Interrupted {};

// From a time on everything that is left to chance is drawn from another seed; the plan and the requests stay.
struct Redraw {
  Time from;
  std::uint64_t seed = 1;
};

struct RunOptions {
  bool wire = false;   // encodes and decodes every message; changes no digest
  bool checks = true;  // check the properties after every event, and the history at the end
  // More observers, for stories and counts. They change no digest.
  std::vector<simnet::Observer*> observers;
  simnet::FateRecorder* fate_recorder = nullptr;  // is told the fates of the run; changes no digest
  // Called after the run and before its history is checked, with the length of the run. clients() and faults() are
  // valid by then. For a caller that writes the history to a file, whatever the check says.
  std::function<void(Duration end)> at_end;
  // Called before the run, with a function that says how a node stands (Cluster::describe): for observers that ask.
  std::function<void(std::function<std::string(NodeId)> describe)> at_start;
  // From the start of the run: it ends then at the latest, and nothing is said of whether the cluster comes to rest.
  std::optional<Duration> until;
  std::optional<Redraw> redraw;
  // A run that handles more events than this is given up, and has no verdict.
  std::optional<std::uint64_t> events_max;
  const StopFlag* stop = nullptr;  // read a thousand times per run; if set, run() throws Interrupted
};

// What is known of the runs of a scenario before one is made.
struct Prospects {
  Duration end;                   // of a run, as its workload ends it
  bool has_codec = false;         // RunOptions::wire is possible
  bool reports_requests = false;  // Clients::requests() says something
  unsigned clients = 0;
};

class Runner {
 public:
  Runner();
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  // Throws InternalFailure (blame.hpp) if a check failed that is not the fault of the system under test.
  RunReport run(const Scenario& scenario, std::uint64_t seed, const RunOptions& options = {});

  // Makes no run. Forgets the latest one.
  Prospects look_ahead(const Scenario& scenario);

  // Of the latest run; of one under way, for its observers: of what happened so far.
  std::uint64_t digest() const;
  // The scenario of the latest run with all pinned that its system drew itself. Nothing: the system takes no draws.
  std::optional<Scenario> pinned(const Scenario& scenario) const;
  // The scenario of the latest run with what clients asked as a list. Nothing: the workload has no such list.
  std::optional<Scenario> with_listed_requests(const Scenario& scenario) const;
  // The clients of the latest run, with what they saw. Valid until the next run.
  const Clients& clients() const;
  // What these asked (Clients::requests).
  std::optional<std::vector<ReportedRequest>> requests() const;
  // Clients::initial_value
  std::string initial_value() const;
  // The faults that struck in the latest run. Valid until the next run.
  std::span<const FaultStrike> faults() const;
  // Of the run that is under way, or of the latest one: for observers, and for what is asked after a run.
  const Cluster& cluster() const;
  const simnet::World& world() const;
  // The system checks properties of its own.
  bool has_checker() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace whitewater::scenarios
