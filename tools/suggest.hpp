// The word that somebody probably meant: for unknown verbs, flags and scenario names.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace whitewater::tools {

// Edits (insert, delete, replace, swap of neighbours) that turn one word into the other.
unsigned edit_distance(std::string_view a, std::string_view b);

// The nearest candidate (the first of equally near ones) when it is near enough to be meant, else empty.
std::string_view nearest(std::string_view word, std::span<const std::string> candidates);

// "; did you mean 'run'?" or nothing.
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

}  // namespace whitewater::tools
