// Chance becomes data, and little of it stays.
#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/text/concat.hpp"
#include "scenarios/search/fault_sentence.hpp"
#include "scenarios/search/shrink_passes.hpp"

namespace whitewater::scenarios {

namespace {

constexpr std::array round_times{milliseconds(100), milliseconds(10), milliseconds(1), microseconds(100),
                                 microseconds(10),  microseconds(1),  nanoseconds(1)};
constexpr std::array round_delays{milliseconds(1),   milliseconds(5),   milliseconds(10),  milliseconds(50),
                                  milliseconds(100), milliseconds(200), milliseconds(500), seconds(1)};

Scenario with_fates(const Scenario& scenario, const std::vector<bool>& kept) {
  Scenario candidate = scenario;
  candidate.fates.clear();
  for (std::size_t i = 0; i < kept.size(); ++i)
    if (kept[i]) candidate.fates.push_back(scenario.fates[i]);
  return candidate;
}

// A candidate with that change to one fate.
template <class Change>
bool with(Shrinking& shrinking, std::size_t place, Change&& change) {
  Scenario candidate = shrinking.best();
  change(candidate.fates[place]);
  return shrinking.accepts(std::move(candidate));
}

bool same_name(Fate a, const Fate& b) {
  a.lost = b.lost;
  a.delay = b.delay;
  a.again = b.again;
  return a == b;
}

// An aim at the one may mean the other.
bool is_like(const RecordedFate& other, const RecordedFate& fate) {
  if (fate.name.write)
    return other.name.write == fate.name.write && other.from == fate.from && other.name.slot == fate.name.slot;
  return other.name.message == fate.name.message && other.from == fate.from && other.to == fate.to &&
         other.between_replicas == fate.between_replicas;
}

// As many like it leave from `from` on before `fate` does; nothing: it leaves earlier.
std::optional<std::uint32_t> passed_before(const Recording& recording, const RecordedFate& fate, Duration from) {
  if (fate.time < Time{} + from) return std::nullopt;
  std::uint32_t passed = 0;
  for (const RecordedFate& other : recording.fates) {
    if (&other == &fate) return passed;
    if (is_like(other, fate) && other.time >= Time{} + from) ++passed;
  }
  return passed;
}

bool aim(Shrinking& shrinking, const Recording& recording, std::size_t place) {
  const Fate fate = shrinking.best().fates[place];
  const auto recorded = std::find_if(recording.fates.begin(), recording.fates.end(),
                                     [&](const RecordedFate& one) { return same_name(one.name, fate); });
  if (recorded == recording.fates.end()) return false;
  for (const Duration unit : round_times) {
    const Duration from = unit * ((recorded->time - Time{}).ns / unit.ns);
    const std::optional<std::uint32_t> passed = passed_before(recording, *recorded, from);
    if (!passed || (*passed > 0 && unit != round_times.back())) continue;
    Fate aimed = fate;
    aimed.life.reset();
    aimed.term.reset();
    aimed.index.reset();
    aimed.identity.reset();
    aimed.occurrence = 1 + *passed;
    aimed.first_from = from;
    return with(shrinking, place, [&](Fate& changed) { changed = aimed; });
  }
  return false;
}

}  // namespace

void pin_chance(Shrinking& shrinking) {
  const std::optional<Recording> recording = shrinking.record_best();
  if (!recording) return;
  shrinking.keep_with_chance();
  if (!shrinking.says_as_data(pinned(*recording, all_fates, NetworkFaults::stay), "What the failing run drew")) return;
  for (const Rung& rung : rungs)
    if (shrinking.accepts(pinned(*recording, rung))) return;
}

void drop_fates(Shrinking& shrinking) {
  const Scenario from = shrinking.best();
  std::vector<bool> left(from.fates.size(), true);
  take_away(shrinking, from.fates.size(), [&](const std::vector<bool>& kept) {
    const std::optional<std::size_t> one = the_only_one(left, kept);
    const std::string change = one ? concat({"without ", fate_sentence(from.fates[*one], from)}) : "";
    if (!shrinking.accepts(with_fates(from, kept), change)) return false;
    left = kept;
    return true;
  });
}

void aim_fates(Shrinking& shrinking) {
  const auto is_named = [](const Fate& fate) { return !fate.first_from; };
  for (std::size_t place = 0; place < shrinking.best().fates.size() && !shrinking.spent(); ++place) {
    if (!is_named(shrinking.best().fates[place])) continue;
    // Where the messages are changes with every step.
    const std::optional<Recording> recording = shrinking.record_best();
    if (!recording) return;
    aim(shrinking, *recording, place);
  }
}

void simplify_fates(Shrinking& shrinking) {
  for (std::size_t place = 0; place < shrinking.best().fates.size() && !shrinking.spent(); ++place) {
    // A fate that says nothing could not be written; whether all of it can go was tried before.
    if (shrinking.best().fates[place].again && shrinking.best().fates[place].delay)
      with(shrinking, place, [](Fate& fate) { fate.again.reset(); });
    const std::optional<Duration> delay = shrinking.best().fates[place].delay;
    if (!delay || std::find(round_delays.begin(), round_delays.end(), *delay) != round_delays.end()) continue;
    // The nearest round ones first.
    std::array<Duration, round_delays.size()> nearest = round_delays;
    const auto distance = [&](Duration one) { return one < *delay ? *delay - one : one - *delay; };
    std::stable_sort(nearest.begin(), nearest.end(), [&](Duration a, Duration b) { return distance(a) < distance(b); });
    for (std::size_t i = 0; i < 2; ++i)
      if (with(shrinking, place, [&](Fate& fate) { fate.delay = nearest.at(i); })) break;
  }
}

}  // namespace whitewater::scenarios
