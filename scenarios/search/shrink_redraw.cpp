// What is left may only hold what else was drawn in the run: without it, another draw may fail as well.
#include <algorithm>
#include <utility>
#include <vector>

#include "core/base/hash.hpp"
#include "core/base/random.hpp"
#include "scenarios/format/draw_list.hpp"
#include "scenarios/search/neighbourhood.hpp"
#include "scenarios/search/pieces.hpp"
#include "scenarios/search/shrink_passes.hpp"

namespace whitewater::scenarios {

namespace {

constexpr std::uint64_t draws_tried = 10;

// The system draws anew; in every second one times move, too.
Scenario redrawn(const Scenario& scenario, std::uint64_t number) {
  Scenario other = scenario;
  if (number % 2 == 0) {
    // Of odd neighbours nothing but times is changed, if there are any.
    other = neighbour(scenario, number + 1);
    other.network = scenario.network;
  }
  other.seed = hash_words(scenario.seed.value_or(1), stream("redrawn"), number);
  if (const DrawList* const draws = other.system->draws)
    draws->keep(other.system_options, std::vector<bool>(draws->size(other.system_options), false));
  return other;
}

// A fault that comes back strikes once instead, at another of its times for each number.
bool strike_once_redrawn(Shrinking& shrinking, std::uint64_t number) {
  for (std::size_t i = 0; i < shrinking.best().faults.size(); ++i) {
    const ScheduledFault& recurring = shrinking.best().faults[i];
    const std::optional<Duration> at = time_of(recurring.at);
    if (!recurring.every || !at) continue;
    const std::int64_t strikes = std::max<std::int64_t>(1, (shrinking.at() - *at).ns / recurring.every->ns + 1);
    Scenario candidate = redrawn(shrinking.best(), number);
    candidate.faults[i].at =
        *at + *recurring.every * static_cast<std::int64_t>(number % static_cast<std::uint64_t>(strikes));
    candidate.faults[i].every.reset();
    candidate.faults[i].until.reset();
    if (is_valid(candidate) && shrinking.accepts(std::move(candidate))) return true;
  }
  return false;
}

// False: each is needed in all of these runs.
bool drop_one_redrawn(Shrinking& shrinking) {
  const std::vector<Piece> pieces = pieces_of(shrinking.best());
  for (std::uint64_t number = 1; number <= draws_tried; ++number) {
    if (strike_once_redrawn(shrinking, number)) return true;
    if (pieces.size() < 2) continue;
    for (auto piece = pieces.rbegin(); piece != pieces.rend(); ++piece) {
      Scenario candidate = redrawn(piece->without, number);
      if (is_valid(candidate) && shrinking.accepts(std::move(candidate))) return true;
      if (shrinking.spent()) return false;
    }
  }
  return false;
}

}  // namespace

void drop_redrawn(Shrinking& shrinking) {
  while (drop_one_redrawn(shrinking)) {
    drop_fates(shrinking);
    drop_requests(shrinking);
    drop_faults(shrinking);
    drop_replicas(shrinking);
  }
}

}  // namespace whitewater::scenarios
