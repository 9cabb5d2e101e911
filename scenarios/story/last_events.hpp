// LastEvents: watches a run and keeps the last records of its log, to print them with the violation that ended the run.
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
  // vocabulary: the words of the system under test. The vocabulary and the watched simulator must outlive this object.
  LastEvents(unsigned replicas, const Vocabulary& vocabulary);

  simnet::Observer& observer() { return recorder_; }
  // At most last_events_max lines, in order, each as in a trace. Call it before the simulator makes another run.
  std::vector<std::string> lines() const;

 private:
  RunLog log_;
  WorldRecorder recorder_;
};

}  // namespace whitewater::scenarios
