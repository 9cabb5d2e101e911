// The distance of Levenshtein, with neighbours swapped counted as one slip.
#include "tools/suggest.hpp"

#include <algorithm>
#include <vector>

namespace whitewater::tools {

namespace {

// Longer words are not worth the quadratic time; nobody mistypes one.
constexpr std::size_t word_bytes_max = 64;

bool starts_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

}  // namespace

unsigned edit_distance(std::string_view a, std::string_view b) {
  a = a.substr(0, word_bytes_max);
  b = b.substr(0, word_bytes_max);
  std::vector<unsigned> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = static_cast<unsigned>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<unsigned>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const unsigned replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({replaced, last[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    std::swap(before_last, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

std::string_view nearest(std::string_view word, std::span<const std::string> candidates) {
  std::string_view best;
  auto best_distance = static_cast<unsigned>(std::max<std::size_t>(2, word.size() / 3)) + 1;
  for (const std::string& candidate : candidates) {
    const bool beginning = word.size() >= 2 && starts_with(candidate, word);
    const unsigned distance = beginning ? 1 : edit_distance(word, candidate);
    // Two edits turn any word of two letters into any other.
    if (distance < best_distance && distance < candidate.size()) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view word, std::span<const std::string> candidates) {
  const std::string_view meant = nearest(word, candidates);
  return meant.empty() ? "" : "; did you mean '" + std::string(meant) + "'?";
}

}  // namespace whitewater::tools
