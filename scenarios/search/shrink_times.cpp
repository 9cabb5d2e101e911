// Each fault, said as simply as possible.
#include <array>
#include <utility>

#include "scenarios/search/shrink_passes.hpp"

namespace whitewater::scenarios {

namespace {

constexpr std::array units{seconds(1), milliseconds(100), milliseconds(10), milliseconds(1)};

constexpr std::array lengths{milliseconds(1),   milliseconds(2),   milliseconds(5),   milliseconds(10),
                             milliseconds(20),  milliseconds(50),  milliseconds(100), milliseconds(200),
                             milliseconds(300), milliseconds(500), seconds(1),        milliseconds(1'500),
                             seconds(2),        seconds(3),        seconds(5),        seconds(10)};

// A candidate with that change to one fault.
template <class Change>
bool with(Shrinking& shrinking, std::size_t place, Change&& change) {
  Scenario candidate = shrinking.best();
  change(candidate.faults[place]);
  return is_valid(candidate) && shrinking.accepts(std::move(candidate));
}

Duration rounded(Duration time, Duration unit) {
  return unit * ((time.ns + unit.ns / 2) / unit.ns);
}

// The last strikes before the failure, one or a few of them.
bool strike_last(Shrinking& shrinking, std::size_t place) {
  const ScheduledFault& recurring = shrinking.best().faults[place];
  const std::optional<Duration> at = time_of(recurring.at);
  if (!at || *at > shrinking.at()) return false;
  const Duration every = *recurring.every;
  const std::int64_t last = (shrinking.at() - *at).ns / every.ns;
  const Duration first = *at;
  for (std::int64_t strike = last; strike > 0; --strike)
    if (with(shrinking, place, [&](ScheduledFault& fault) {
          fault.at = first + every * strike;
          fault.every.reset();
          fault.until.reset();
        }))
      return true;
  for (std::int64_t strike = last - 1; strike > 0; --strike)
    if (with(shrinking, place, [&](ScheduledFault& fault) { fault.at = first + every * strike; })) break;
  return false;
}

void strike_once(Shrinking& shrinking, std::size_t place) {
  if (!shrinking.best().faults[place].every) return;
  const bool once = with(shrinking, place, [](ScheduledFault& fault) {
    fault.every.reset();
    fault.until.reset();
  });
  if (once || strike_last(shrinking, place) || !shrinking.best().faults[place].until) return;
  // Fewer times.
  for (const std::int64_t times : {2, 3, 4, 6})
    if (with(shrinking, place, [&](ScheduledFault& fault) {
          const std::optional<Duration> at = time_of(fault.at);
          if (at && *at + *fault.every * times < *fault.until) fault.until = *at + *fault.every * times;
        }))
      return;
}

// Fewer nodes in one of its sets.
void strike_fewer(Shrinking& shrinking, std::size_t place) {
  for (ReplicaSet ScheduledFault::*set : {&ScheduledFault::replicas, &ScheduledFault::from, &ScheduledFault::to}) {
    const NodeSet nodes = (shrinking.best().faults[place].*set).nodes;
    for (const NodeId node : nodes)
      with(shrinking, place, [&](ScheduledFault& fault) { (fault.*set).nodes.erase(node); });
    while ((shrinking.best().faults[place].*set).random > 0)
      if (!with(shrinking, place, [&](ScheduledFault& fault) { --(fault.*set).random; })) break;
  }
}

// The shortest of the round lengths with which it fails; each further call only makes it shorter.
void last_shorter(Shrinking& shrinking, std::size_t place) {
  const auto lasts = [&] { return shrinking.best().faults[place].lasts; };
  if (!lasts()) return;
  const auto tries = [&](Duration length) {
    return with(shrinking, place, [&](ScheduledFault& fault) { fault.lasts = length; });
  };
  // From below by halves, as if a longer one always did.
  std::size_t low = 0;
  std::size_t high = 0;
  while (high < lengths.size() && lengths.at(high) < *lasts()) ++high;
  const bool round = high < lengths.size() && lengths.at(high) == *lasts();
  const std::size_t next = high;
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (tries(lengths.at(middle)))
      high = middle;
    else
      low = middle + 1;
  }
  if (high == next && !round && next < lengths.size()) tries(lengths.at(next));
}

void round_times(Shrinking& shrinking, std::size_t place) {
  for (const Duration unit : units) {
    const bool went = with(shrinking, place, [&](ScheduledFault& fault) {
      auto* const at = std::get_if<Duration>(&fault.at);
      // Not so that it strikes once more: strike_last() would take that away again, and again.
      if (at != nullptr && (!fault.every || rounded(*at, unit) > *at)) *at = rounded(*at, unit);
    });
    if (went) break;
  }
}

}  // namespace

void simplify_faults(Shrinking& shrinking) {
  for (std::uint64_t before = shrinking.steps() + 1; before != shrinking.steps();) {
    before = shrinking.steps();
    for (std::size_t place = 0; place < shrinking.best().faults.size() && !shrinking.spent(); ++place) {
      strike_once(shrinking, place);
      strike_fewer(shrinking, place);
      last_shorter(shrinking, place);
      round_times(shrinking, place);
    }
  }
}

}  // namespace whitewater::scenarios
