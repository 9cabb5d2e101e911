// The definition of linearizability, tried out: every order of the operations of one key. For a handful of them.
#pragma once

#include "core/check/linearizability/history.hpp"

namespace whitewater::checks {

// At most 16 operations, all of key 0.
bool linearizable_by_brute_force(const History& history);

}  // namespace whitewater::checks
