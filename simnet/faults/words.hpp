// The one vocabulary in which traces, stories, histories and reports speak of faults.
#pragma once

#include <string_view>

#include "simnet/faults/episode.hpp"
#include "simnet/observer.hpp"

namespace whitewater::simnet::faults {

// "partition" of an episode, whether it begins or ends; "heal_partition" of what only ends others; "heal".
std::string_view fault_word(const EpisodeRecord& record);

// What the digest calls it: heal_kind, or episode_kinds + twice its KindId, and one more for an end.
std::uint64_t fault_number(const EpisodeRecord& record);

// Nothing that it could do would change a message: a loss of none, say. Written down to end another one.
bool idle(const FaultSpec& spec);

}  // namespace whitewater::simnet::faults
