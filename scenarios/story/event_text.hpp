// An event that a node handled, in words, for the report of a violation. Payloads are described by
// payload_text.hpp.
#pragma once

#include <string>

#include "core/actor/event.hpp"
#include "scenarios/story/vocabulary.hpp"

namespace whitewater::scenarios {

// "receives append_entries from 0001: term 2, after 119 of term 2, 1 entry, commit 119"; "timer: timer 0"; "starts: 3
// records recovered".
std::string event_text(const Event& event, unsigned replicas, const Vocabulary& vocabulary);

}  // namespace whitewater::scenarios
