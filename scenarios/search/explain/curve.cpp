// Points are equally far apart. Draws are numbered, so a curve is a function of the failure.
#include "scenarios/search/explain/curve.hpp"

#include <algorithm>

#include "core/base/check.hpp"
#include "core/base/hash.hpp"
#include "core/base/random.hpp"

namespace whitewater::scenarios {

namespace {

// Shares are whole numbers of these parts, so that all of it is exact.
constexpr std::uint64_t parts = 10'000;
constexpr std::uint64_t ppm_of_part = 100;

constexpr std::uint32_t inevitable_ppm = 900'000;

}  // namespace

ShareBounds share_bounds(std::uint32_t failed, std::uint32_t tried) {
  if (tried == 0) return {0, 1'000'000};
  check(failed <= tried && tried <= tried_max, "a share is of at most so many");
  // (failed / tried - p)² <= z² p (1 - p) / tried, with z² = 3.841 for 95 %.
  const auto within = [&](std::uint64_t p) {
    const std::uint64_t seen = failed * parts;
    const std::uint64_t away = seen > p * tried ? seen - p * tried : p * tried - seen;
    return away * away * 1'000 <= 3'841 * p * (parts - p) * tried;
  };
  std::uint64_t low = failed * parts / tried;
  std::uint64_t high = std::min(parts, low + 1);
  while (low > 0 && (failed * parts < low * tried || within(low))) --low;
  while (high < parts && within(high)) ++high;
  return {static_cast<std::uint32_t>(low * ppm_of_part), static_cast<std::uint32_t>(high * ppm_of_part)};
}

std::vector<CurvePoint> inevitability_curve(Trials& trials, const Failure& failure, Time violation,
                                            const std::function<bool()>& go_on) {
  std::vector<CurvePoint> curve;
  for (unsigned i = 0; i < curve_points; ++i) {
    CurvePoint point{Time{} + (violation - Time{}) * i / (curve_points - 1)};
    for (unsigned draw = 0; draw < curve_draws && go_on(); ++draw) {
      const std::uint64_t seed = hash_words(failure.scenario.seed.value_or(1), stream("curve"), i, draw);
      const Trial trial = trials.run(failure.scenario, {.redraw = Redraw{point.time, seed}});
      ++point.tried;
      if (trial.kind == failure.kind) ++point.failed;
    }
    if (point.tried < curve_draws) break;  // a point with few draws would mislead
    const ShareBounds bounds = share_bounds(point.failed, point.tried);
    point.low_ppm = bounds.low_ppm;
    point.high_ppm = bounds.high_ppm;
    curve.push_back(point);
  }
  return curve;
}

std::optional<Time> inevitable_from(std::span<const CurvePoint> curve) {
  std::optional<Time> from;
  for (std::size_t i = curve.size(); i-- > 0 && curve[i].low_ppm > inevitable_ppm;) from = curve[i].time;
  return from;
}

}  // namespace whitewater::scenarios
