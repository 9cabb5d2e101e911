// Refutation of a register whose values may be written more than once, in n log n: a read needs a write of its value
// that was called before the read returned, with no operation of another value wholly between that write and the read.
// Sound: what it refutes is not linearizable. What it does not refute may still be.
#pragma once

#include <optional>

#include "core/check/linearizability/contradiction.hpp"
#include "core/check/linearizability/key_history.hpp"

namespace whitewater::checks {

// The key is only put and got.
std::optional<Contradiction> refuted(const KeyHistory& key);

}  // namespace whitewater::checks
