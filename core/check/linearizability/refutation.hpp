// Refutes a register whose values may be written more than once, in O(n log n). A read needs a write of its value that
// was called before the read returned, and no operation of another value may lie wholly between that write and the
// read. Sound: a history that it refutes is not linearizable. A history that it does not refute may still be wrong.
#pragma once

#include <optional>

#include "core/check/linearizability/contradiction.hpp"
#include "core/check/linearizability/key_history.hpp"

namespace whitewater::checks {

// Precondition: the key is only put and read.
std::optional<Contradiction> refuted(const KeyHistory& key);

}  // namespace whitewater::checks
