// The words of the replicated key-value store on Raft: its messages, the entries of its logs, and its notes.
#pragma once

#include "scenarios/story/vocabulary.hpp"

namespace whitewater::scenarios {

extern const Vocabulary raft_vocabulary;

}  // namespace whitewater::scenarios
