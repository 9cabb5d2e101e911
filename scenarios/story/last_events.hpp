// LastEvents: watches a run and keeps the end of its log, to be told beside the violation that ended the run.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "scenarios/story/run_log.hpp"
#include "scenarios/story/world_recorder.hpp"

namespace whitewater::scenarios {

inline constexpr std::size_t last_events_max = 12;

class LastEvents {
 public:
  // vocabulary: of the system under test. It outlives this, and so does the simulator whose run is watched.
  LastEvents(unsigned replicas, const Vocabulary& vocabulary);

  simnet::Observer& observer() { return recorder_; }
  // At most last_events_max lines, in order, each as in a trace. The simulator has made no other run since.
  std::vector<std::string> lines() const;

 private:
  RunLog log_;
  WorldRecorder recorder_;
};

}  // namespace whitewater::scenarios
