// From one jump to the next. Products need more than 64 bits: a hundred years, times a million.
#include "simnet/clock.hpp"

#include <algorithm>

#include "core/base/check.hpp"

namespace whitewater::simnet {

namespace {

__extension__ using Wide = __int128;

constexpr std::int64_t million = 1'000'000;

}  // namespace

void Clock::set(std::int32_t rate_ppm, Duration offset, std::span<const ClockJump> jumps) {
  check(rate_ppm >= -rate_ppm_max && rate_ppm <= rate_ppm_max, "a clock runs half as fast to half as fast again");
  stretches_.clear();
  per_million_ = million + rate_ppm;
  if (rate_ppm == 0 && offset == Duration{} && jumps.empty()) return;
  stretches_.push_back({Time{}, Time{} + offset, Time{} + offset});
  for (const ClockJump& jump : jumps) {
    const Stretch& before = stretches_.back();
    const Time at = Time{} + jump.at;
    check(at >= before.begin, "jumps of a clock come one after the other");
    const Time shown = runs(before, at);
    stretches_.push_back({at, shown + jump.by, std::max(before.least, shown)});
  }
}

Time Clock::runs(const Stretch& stretch, Time world) const {
  const Wide passed = Wide{(world - stretch.begin).ns} * per_million_;
  return stretch.shown + Duration{static_cast<std::int64_t>(passed / million)};
}

Time Clock::shows(Time world) const {
  if (plain()) return world;
  auto stretch = stretches_.end() - 1;
  while (stretch != stretches_.begin() && stretch->begin > world) --stretch;
  return std::max(stretch->least, runs(*stretch, world));
}

Time Clock::when(Time shown) const {
  if (plain()) return shown;
  constexpr Time last{time_never.ns - 1};
  for (auto stretch = stretches_.begin(); stretch != stretches_.end(); ++stretch) {
    if (std::max(stretch->least, stretch->shown) >= shown) return stretch->begin;
    // Rounded up: it shows that then, and a nanosecond before it does not.
    const Wide left = (Wide{shown.ns} - stretch->shown.ns) * million + per_million_ - 1;
    const Wide at = stretch->begin.ns + left / per_million_;
    const Time end = stretch + 1 == stretches_.end() ? last : (stretch + 1)->begin;
    if (at < end.ns) return Time{static_cast<std::int64_t>(at)};
  }
  return last;
}

}  // namespace whitewater::simnet
