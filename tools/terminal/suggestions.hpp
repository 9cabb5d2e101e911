// The word that somebody probably meant: for unknown verbs, flags and scenario names.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace whitewater::tools {

// "; did you mean 'run'?", of the candidate that is nearest in spelling, or nothing when none is near.
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

}  // namespace whitewater::tools
