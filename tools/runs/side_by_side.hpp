// Side by side: makes two runs that should be the same at the same time, in two threads that wait for each other every
// few steps, and says where they part. Nothing has to be kept of a run, however long it is, and what is shown of both
// sides is of this very pair: nondeterminism need not happen twice at the same place to be told.
#pragma once

#include <functional>
#include <optional>

#include "scenarios/report/nondeterminism.hpp"
#include "scenarios/story/vocabulary.hpp"
#include "simnet/observer.hpp"

namespace whitewater::tools {

// Sets a world up, has it watched, and runs it to its end. The world outlives the call (the function owns it): what it
// sent is still looked at. Each function is called once, in a thread of its own.
using WatchedRun = std::function<void(simnet::Observer& watcher)>;

// The first step in which they differ; nothing: there was none. What a run throws is thrown here.
// replicas: how nodes are spelt; vocabulary: what the messages of the system are called.
std::optional<scenarios::Parting> run_side_by_side(const WatchedRun& one, const WatchedRun& other, unsigned replicas,
                                                   const scenarios::Vocabulary& vocabulary);

}  // namespace whitewater::tools
