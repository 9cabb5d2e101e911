// The Levenshtein distance, in which a swap of two neighbours counts as one error.
#include "tools/terminal/suggestions.hpp"

#include <algorithm>
#include <vector>

#include "core/text/nearest_name.hpp"

namespace whitewater::tools {

namespace {

// "cras" for "crash-3": the beginning of exactly one candidate.
std::string_view only_continuation(std::string_view word, std::span<const std::string_view> candidates) {
  const auto continues = [&](std::string_view name) { return name.substr(0, word.size()) == word; };
  if (word.size() < 2 || std::count_if(candidates.begin(), candidates.end(), continues) != 1) return {};
  return *std::find_if(candidates.begin(), candidates.end(), continues);
}

}  // namespace

std::string did_you_mean(std::string_view word, std::span<const std::string> candidates) {
  const std::vector<std::string_view> names(candidates.begin(), candidates.end());
  std::string_view meant = nearest_name(word, names);
  if (meant.empty()) meant = only_continuation(word, names);
  return meant.empty() ? "" : "; did you mean '" + std::string(meant) + "'?";
}

}  // namespace whitewater::tools
