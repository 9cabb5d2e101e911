// The curve of inevitability: when a failure could hardly be avoided any more. The scenario and its requests stay; from
// a time on, everything that is left to chance is drawn anew, many times, and the runs that still fail are counted. The
// time at which the share jumps is where to look.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "scenarios/search/explain/explanation.hpp"
#include "scenarios/search/trial.hpp"

namespace whitewater::scenarios {

inline constexpr unsigned curve_points = 20;
inline constexpr unsigned curve_draws = 50;  // of each point

// From the start of the run to the violation, both included. go_on: asked before each run; false: the points so far.
std::vector<CurvePoint> inevitability_curve(Trials& trials, const Failure& failure, Time violation,
                                            const std::function<bool()>& go_on);

// The first point from which on the lower bound of every point is above 90 %. Nothing: there is none.
std::optional<Time> inevitable_from(std::span<const CurvePoint> curve);

// The 95 % interval of a share, failed of tried, in parts per million (Wilson 1927). tried: at most
// tried_max.
struct ShareBounds {
  std::uint32_t low_ppm = 0;
  std::uint32_t high_ppm = 0;
};
inline constexpr std::uint32_t tried_max = 100'000;
ShareBounds share_bounds(std::uint32_t failed, std::uint32_t tried);

}  // namespace whitewater::scenarios
