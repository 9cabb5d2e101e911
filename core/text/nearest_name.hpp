// What a mistyped name was probably meant to be.
#pragma once

#include <span>
#include <string_view>

namespace whitewater {

// The candidate that the fewest typing errors (a character too many, too few, wrong, or swapped with the
// next) turn into name: at most one error for every three characters. Empty when none is that near.
std::string_view nearest_name(std::string_view name, std::span<const std::string_view> candidates);

}  // namespace whitewater
