// Guesses which name a mistyped name was meant to be.
#pragma once

#include <span>
#include <string_view>

namespace whitewater {

// Returns the candidate that needs the fewest typing errors (a character too many, missing, wrong, or swapped with the
// next one) to become `name`. At most one error per three characters is allowed. Empty if no candidate is that near.
std::string_view nearest_name(std::string_view name, std::span<const std::string_view> candidates);

}  // namespace whitewater
