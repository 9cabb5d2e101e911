// The name of a message as a file says it, and what the message says, for people: where a system has no words for its
// messages' types, a name is but a number.
#pragma once

#include "scenarios/format/fate.hpp"
#include "scenarios/format/scenario.hpp"

namespace whitewater::scenarios {

// name_of(recorded); with Fate::says, if the system has words for its messages, and no names.
Fate spoken_name(const simnet::MessageFate& recorded, const Scenario& scenario);

}  // namespace whitewater::scenarios
