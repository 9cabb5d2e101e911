// The notes of Raft and of the key-value store as text: a few words of ASCII.
#pragma once

#include <string>

#include "core/actor/effects.hpp"

namespace whitewater::replica {

// True for a change of role or of the leader: worth a log line, not only a trace line.
bool is_milestone(const Effects::Note& note);

std::string note_text(const Effects::Note& note, unsigned replicas);

}  // namespace whitewater::replica
