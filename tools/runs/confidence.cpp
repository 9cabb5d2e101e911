// Tails of the binomial distribution, summed in logarithms.
#include "tools/runs/confidence.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace whitewater::tools {

namespace {

// P(at least `failed` of `tried`), each with probability p in (0, 1).
double upper_tail(std::uint64_t failed, std::uint64_t tried, double p) {
  const auto n = static_cast<double>(tried);
  double sum = 0;
  for (std::uint64_t i = failed; i <= tried; ++i) {
    const auto k = static_cast<double>(i);
    sum += std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) + k * std::log(p) +
                    (n - k) * std::log1p(-p));
  }
  return sum;
}

}  // namespace

double lower_bound_of_share(std::uint64_t failed, std::uint64_t tried) {
  constexpr double level = 0.05;
  constexpr int halvings = 60;
  if (failed == 0) return 0;
  double low = 0, high = 1;
  for (int i = 0; i < halvings; ++i) {
    const double middle = (low + high) / 2;
    (upper_tail(failed, tried, middle) < level ? low : high) = middle;
  }
  return low;
}

double confidence_of(double share, std::uint64_t clean) {
  return -std::expm1(static_cast<double>(clean) * std::log1p(-share));
}

std::uint64_t runs_for(double share, double confidence) {
  if (share >= 1) return 1;
  return static_cast<std::uint64_t>(std::ceil(std::log1p(-confidence) / std::log1p(-share)));
}

std::string percent_of(double probability) {
  const double hundredths = std::min(std::floor(probability * 10'000), 9'999.0);
  char text[32];
  std::snprintf(text, sizeof text, "%.2f %%", hundredths / 100);
  return text;
}

}  // namespace whitewater::tools
