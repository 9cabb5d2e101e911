// Side by side: makes two runs that should be equal, in two threads that wait for each other every few steps, and finds
// the first difference. Nothing of a run has to be stored, however long the run is. The reported steps come from this
// very pair of runs: so a report is possible even if nondeterminism does not happen again at the same place.
#pragma once

#include <functional>
#include <optional>

#include "scenarios/report/nondeterminism.hpp"
#include "scenarios/story/vocabulary.hpp"
#include "simnet/observer.hpp"

namespace whitewater::tools {

// Creates a world, attaches the watcher, and runs the world to its end. The world must outlive the call (the function
// owns it), because its payloads are still read afterwards. Each function is called once, in its own thread.
using WatchedRun = std::function<void(simnet::Observer& watcher)>;

// Returns the first step in which the runs differ, or nothing. An exception of a run is thrown here.
// replicas: needed for the spelling of nodes; vocabulary: the names of the system's messages.
std::optional<scenarios::Parting> run_side_by_side(const WatchedRun& one, const WatchedRun& other, unsigned replicas,
                                                   const scenarios::Vocabulary& vocabulary);

}  // namespace whitewater::tools
