// RecordedRun: one run of a failure with all that an explanation looks at: its log, and the name of every message that
// was sent, by which the same run can be made with that message lost.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "scenarios/format/fate.hpp"
#include "scenarios/search/explain/event_graph.hpp"
#include "scenarios/search/trial.hpp"
#include "scenarios/story/run_log.hpp"
#include "scenarios/story/world_recorder.hpp"

namespace whitewater::scenarios {

class RecordedRun {
 public:
  // Makes the run. trials outlives this. more: further observers of it.
  RecordedRun(Trials& trials, const Scenario& scenario, const std::vector<simnet::Observer*>& more = {});
  RecordedRun(const RecordedRun&) = delete;
  RecordedRun& operator=(const RecordedRun&) = delete;

  const Scenario& scenario() const { return scenario_; }
  const RunLog& log() const { return log_; }
  const EventGraph& graph() const { return *graph_; }
  const Trial& trial() const { return trial_; }
  // Of a record that something was sent, its name; nothing: of any other record.
  std::optional<Fate> name_of_sent(std::uint32_t record) const;

 private:
  Scenario scenario_;
  RunLog log_;
  WorldRecorder recorder_;
  std::vector<Fate> names_;           // in the order of the sends
  std::vector<std::uint32_t> sends_;  // by record: place in names_
  Trial trial_;
  std::optional<EventGraph> graph_;
};

}  // namespace whitewater::scenarios
