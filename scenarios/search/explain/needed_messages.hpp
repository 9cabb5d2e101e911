// The messages that a failure cannot do without: each message of its past is lost once, all else equal, and the run is
// made again. Exact, not sampled. A message whose loss a later one makes good is not needed.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "scenarios/search/explain/recorded_run.hpp"
#include "scenarios/search/failure.hpp"

namespace whitewater::scenarios {

struct NeededMessages {
  std::vector<std::uint32_t> sends;  // the records of their sends, in order
  std::uint64_t tried = 0;           // so many of the latest messages of the past were lost once
  std::uint64_t past = 0;            // so many there are
};

// targets: records in whose past they lie. go_on: asked before each run; when it says no, the earlier messages are not
// tried, and do not count as needed. Of a costly system only the latest are tried.
NeededMessages needed_messages(Trials& trials, const Failure& failure, const RecordedRun& run,
                               std::span<const std::uint32_t> targets, const std::function<bool()>& go_on);

// What the violation looked at: the event that it stopped at, or the answers to operations that contradict each other.
// An event that ended with a failed check is in no record: then the event of the node before it, and the send of the
// message that the node handled.
std::vector<std::uint32_t> targets_of(const RecordedRun& run);

// What the node handled when its check failed, in the system's words: the last step. Nothing: the last event of the run
// has a record.
std::optional<std::string> unrecorded_event(const RecordedRun& run);

}  // namespace whitewater::scenarios
