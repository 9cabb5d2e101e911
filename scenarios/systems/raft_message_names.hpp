// How files name the messages of Raft: by type, term, index and occurrence, as core/raft/identity.hpp says.
#pragma once

#include "scenarios/format/message_names.hpp"

namespace whitewater::scenarios {

extern const MessageNames raft_message_names;

}  // namespace whitewater::scenarios
