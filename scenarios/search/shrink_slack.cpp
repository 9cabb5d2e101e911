// Slack: a time close to one with which the run does not fail any more moves to the middle of those with which it does,
// to the roundest near there. Then the run fails as well when the code under test takes a little more or less time.
#include <algorithm>
#include <array>
#include <functional>
#include <utility>
#include <vector>

#include "scenarios/search/requests.hpp"
#include "scenarios/search/shrink_passes.hpp"

namespace whitewater::scenarios {

namespace {

constexpr std::array distances{microseconds(100), milliseconds(1),   milliseconds(3),   milliseconds(10),
                               milliseconds(30),  milliseconds(100), milliseconds(300), seconds(1)};
constexpr std::array units{seconds(1),      milliseconds(100), milliseconds(50), milliseconds(10), milliseconds(5),
                           milliseconds(1), microseconds(100), microseconds(10), microseconds(1),  nanoseconds(1)};
// A time that may move so far either way, or a length that may be so much shorter, stays.
constexpr Duration enough = milliseconds(30);
constexpr std::int64_t enough_of_length = 10;
// Of a failure with more times each holds the others, and there is little to gain.
constexpr std::size_t times_max = 24;

// A time of a scenario; null: the scenario has none there.
struct Place {
  std::function<Duration*(Scenario&)> find;
  bool is_length = false;
};

template <class Optional>
Duration* within(Optional& time) {
  return time ? &*time : nullptr;
}

void add_fault(std::vector<Place>& places, std::size_t i) {
  places.push_back({[i](Scenario& scenario) {
    When& at = scenario.faults[i].at;
    auto* const time = std::get_if<Duration>(&at);
    return time != nullptr ? time : &std::get<Trigger>(at).after;
  }});
  places.push_back({[i](Scenario& scenario) { return within(scenario.faults[i].lasts); }, true});
}

void add_fate(std::vector<Place>& places, std::size_t i) {
  places.push_back({[i](Scenario& scenario) { return within(scenario.fates[i].first_from); }});
  places.push_back({[i](Scenario& scenario) { return within(scenario.fates[i].delay); }, true});
  places.push_back({[i](Scenario& scenario) { return within(scenario.fates[i].again); }, true});
}

std::optional<Duration> value_at(const Scenario& scenario, const Place& place) {
  const Duration* const time = place.find(const_cast<Scenario&>(scenario));
  return time != nullptr ? std::optional(*time) : std::nullopt;
}

// The farthest time on one side with which it still fails, through times that all do.
Duration edge(Duration time, int side, const std::function<bool(Duration)>& fails) {
  Duration good = time;
  for (const Duration distance : distances) {
    const Duration next = time + distance * side;
    if (next < Duration{} || !fails(next)) break;
    good = next;
  }
  return good;
}

bool is_round(Duration time) {
  return time.ns % milliseconds(1).ns == 0;
}

// The roundest time in the middle half.
Duration roundest(Duration low, Duration high) {
  const Duration quarter = (high - low) / 4;
  const Duration middle = low + (high - low) / 2;
  for (const Duration unit : units) {
    const Duration round = unit * ((middle.ns + unit.ns / 2) / unit.ns);
    if (round >= low + quarter && round <= high - quarter) return round;
  }
  return middle;
}

void settle(Shrinking& shrinking, Duration time, bool is_length, const std::function<Scenario(Duration)>& with) {
  const Duration wanted = is_length ? time / enough_of_length : enough;
  const auto fails = [&](Duration other) {
    const Scenario candidate = with(other);
    return is_valid(candidate) && shrinking.fails(candidate);
  };
  if (is_round(time) && time >= wanted && fails(time - wanted) && fails(time + wanted)) return;
  const Duration low = edge(time, -1, fails);
  // A length stays short.
  const Duration high = is_length ? std::min(edge(time, 1, fails), low + low / 2) : edge(time, 1, fails);
  if (low >= high) return;
  Scenario candidate = with(roundest(low, high));
  if (is_valid(candidate)) shrinking.accepts(std::move(candidate));
}

}  // namespace

void give_slack(Shrinking& shrinking) {
  std::vector<Place> places;
  for (std::size_t i = 0; i < shrinking.best().faults.size(); ++i) add_fault(places, i);
  for (std::size_t i = 0; i < shrinking.best().fates.size(); ++i) add_fate(places, i);
  std::erase_if(places, [&](const Place& place) { return !value_at(shrinking.best(), place); });
  const RequestList* const list = shrinking.best().workload->requests;
  const std::size_t requests =
      list != nullptr && list->set_time != nullptr ? request_count(shrinking.best()).value_or(0) : 0;
  if (places.size() + requests > times_max) return;
  for (const Place& place : places) {
    if (shrinking.spent()) return;
    const std::optional<Duration> time = value_at(shrinking.best(), place);
    if (time)
      settle(shrinking, *time, place.is_length, [&](Duration other) {
        Scenario candidate = shrinking.best();
        *place.find(candidate) = other;
        return candidate;
      });
  }
  for (std::size_t i = 0; i < requests && !shrinking.spent(); ++i)
    settle(shrinking, request_at(shrinking.best(), i).time, false, [&](Duration other) {
      Scenario candidate = shrinking.best();
      list->set_time(candidate.workload_options, i, other);
      return candidate;
    });
}

}  // namespace whitewater::scenarios
