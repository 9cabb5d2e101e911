// Moves what a scenario says of times; a time that does not fit where it lands stays where it was.
#include "scenarios/search/neighbourhood.hpp"

#include <algorithm>
#include <array>

#include "scenarios/format/choices.hpp"

namespace whitewater::scenarios {

namespace {

using simnet::DelayModel;

constexpr std::array distances{microseconds(10), microseconds(100), milliseconds(1), milliseconds(10),
                               milliseconds(100)};

class Mover {
 public:
  explicit Mover(std::uint64_t index)
      : index_(index), distance_(distances[Choices(index).below(stream("neighbour_distance"), distances.size())]) {}

  // No earlier than `least`.
  Duration moved(Duration time, std::uint64_t what, std::uint64_t place, Duration least) const {
    const Duration by = Choices(index_, place).between(what, Duration{-distance_.ns}, distance_);
    return std::max(least, time + by);
  }

 private:
  std::uint64_t index_;
  Duration distance_;
};

// True if something moved.
bool move_fault(ScheduledFault& fault, const Mover& mover, std::uint64_t place, std::optional<Duration> heal) {
  ScheduledFault moved = fault;
  if (auto* const at = std::get_if<Duration>(&moved.at)) *at = mover.moved(*at, stream("at"), place, Duration{});
  // A length that is no more than the distance would often become nothing at all.
  if (moved.lasts) *moved.lasts = mover.moved(*moved.lasts, stream("for"), place, Duration{moved.lasts->ns / 2 + 1});
  if (complaint(moved, heal) || moved == fault) return false;
  fault = moved;
  return true;
}

// Which message it is stays; how late it comes moves.
bool move_fate(Fate& fate, const Mover& mover, std::uint64_t place, const Scenario& scenario) {
  Fate moved = fate;
  if (moved.delay) *moved.delay = mover.moved(*moved.delay, stream("delay"), place, Duration{});
  if (moved.again) *moved.again = mover.moved(*moved.again, stream("again"), place, Duration{});
  if (complaint(moved, scenario) || moved == fate) return false;
  fate = moved;
  return true;
}

void widen(DelayModel& model) {
  if (model.kind != DelayModel::Kind::constant || model.zero()) return;
  model.kind = DelayModel::Kind::uniform;
  model.high = Duration{model.low.ns + model.low.ns / 2};
  model.low = Duration{model.low.ns - model.low.ns / 2};
}

}  // namespace

Scenario neighbour(const Scenario& scenario, std::uint64_t index) {
  Scenario near = scenario;
  const Mover mover(index);
  // Drawn faults keep their draws.
  give_numbers(near.faults);
  bool moved = false;
  for (std::size_t i = 0; i < near.faults.size(); ++i) moved = move_fault(near.faults[i], mover, i, near.heal) || moved;
  for (std::size_t i = 0; i < near.fates.size(); ++i) moved = move_fate(near.fates[i], mover, i, scenario) || moved;
  if (moved && index % 2 == 1) return near;
  near.seed = hash_words(scenario.seed.value_or(1), stream("neighbour"), index);
  widen(near.network.delay);
  widen(near.network.client_delay);
  return near;
}

std::optional<Neighbourhood> measured_neighbourhood(const Failure& failure, Runner& runner, std::uint64_t count,
                                                    const std::function<bool()>& go_on, const StopFlag* stop) {
  Neighbourhood found;
  RunOptions options;
  options.wire = failure.wire;
  options.stop = stop;
  for (found.tried = 0; found.tried < count; ++found.tried) {
    if (go_on && !go_on()) return std::nullopt;
    const Scenario near = neighbour(failure.scenario, found.tried + 1);
    const std::optional<FailureKind> kind = failure_kind(runner.run(near, *near.seed, options));
    if (kind && kind->property == failure.kind.property) ++found.failed;
  }
  return found;
}

}  // namespace whitewater::scenarios
