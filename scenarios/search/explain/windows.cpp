// Outwards in steps that double, then inwards in halves.
#include "scenarios/search/explain/windows.hpp"

#include <algorithm>
#include <cstdlib>

#include "scenarios/search/fault_sentence.hpp"
#include "scenarios/search/requests.hpp"

namespace whitewater::scenarios {

namespace {

constexpr Duration precision = microseconds(1);
// Where a run costs much. It takes a fifth of the runs.
constexpr Duration costly_precision = milliseconds(20);

// The outermost time towards `limit` up to which holds() stays true; `open`: the limit itself.
Duration edge(Duration at, Duration limit, Duration finest, const std::function<bool(Duration)>& holds, bool& open) {
  const std::int64_t sign = limit < at ? -1 : 1;
  Duration good = at;
  Duration bad = limit;
  for (Duration step = finest;; step = step * 2) {
    const Duration next = at + step * sign;
    const bool beyond = sign < 0 ? next <= limit : next >= limit;
    const Duration probed = beyond ? limit : next;
    if (!holds(probed)) {
      bad = probed;
      break;
    }
    good = probed;
    if (beyond) {
      open = true;
      return limit;
    }
  }
  while (Duration{std::abs((bad - good).ns)} > finest) {
    const Duration middle = good + (bad - good) / 2;
    (holds(middle) ? good : bad) = middle;
  }
  return good;
}

}  // namespace

Bounds window_around(Duration at, Duration low, Duration high, Duration finest,
                     const std::function<bool(Duration)>& holds) {
  Bounds bounds{at, at};
  if (low < at) bounds.first = edge(at, low, finest, holds, bounds.from_start);
  if (at < high) bounds.last = edge(at, high, finest, holds, bounds.to_end);
  bounds.from_start = bounds.from_start || at <= low;
  bounds.to_end = bounds.to_end || high <= at;
  return bounds;
}

std::vector<StrikeWindow> strike_windows(Trials& trials, const Failure& failure, Duration end,
                                         const std::function<bool()>& go_on) {
  std::vector<StrikeWindow> windows;
  const Duration finest = failure.scenario.system->costly ? costly_precision : precision;
  for (std::size_t i = 0; i < failure.scenario.faults.size(); ++i) {
    const ScheduledFault& fault = failure.scenario.faults[i];
    const std::optional<Duration> at = time_of(fault.at);
    if (!at) continue;
    if (!go_on()) break;
    Scenario moved = failure.scenario;
    // Its end stays where it is.
    const auto holds = [&](Duration begin) {
      if (!go_on()) return false;
      ScheduledFault& other = moved.faults[i];
      other.at = begin;
      if (fault.lasts) {
        if (*at + *fault.lasts <= begin) return false;
        other.lasts = *at + *fault.lasts - begin;
      }
      return trials.fails_as(failure.kind, moved);
    };
    const Bounds bounds = window_around(*at, Duration{}, std::max(end, *at), finest, holds);
    windows.push_back({fault_sentence(fault), bounds.first, bounds.last, bounds.from_start, bounds.to_end});
  }
  for (std::size_t i = 0; i < event_count(failure.scenario); ++i) {
    const ListedEvent event = event_at(failure.scenario, i);
    if (!with_event_at(failure.scenario, i, event.time)) continue;
    if (!go_on()) break;
    const auto holds = [&](Duration at) {
      const std::optional<Scenario> moved = with_event_at(failure.scenario, i, at);
      return moved && go_on() && trials.fails_as(failure.kind, *moved);
    };
    const Bounds bounds = window_around(event.time, Duration{}, std::max(end, event.time), finest, holds);
    windows.push_back({event_sentence(event), bounds.first, bounds.last, bounds.from_start, bounds.to_end});
  }
  return windows;
}

}  // namespace whitewater::scenarios
