// A hunt in a process of its own: a core without checks may crash, or go on for ever, where a check would have spoken.
// A seed that ends so catches nothing, and the hunt goes on behind it.
#pragma once

#include <chrono>
#include <cstdint>

#include "tests/known_bugs/hunt.hpp"

namespace whitewater::known_bugs {

// As Hunter::hunt. Hunt::crashes says how many seeds ended the process. patience: without a further seed for so long,
// the seed goes on for ever, and counts as a crash.
Hunt guarded_hunt(const Generator& generator, Mutation bug, std::uint64_t first_seed, std::uint64_t budget,
                  std::chrono::milliseconds patience = std::chrono::seconds(20));

}  // namespace whitewater::known_bugs
