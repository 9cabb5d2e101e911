// Fewer faults.
#include <algorithm>
#include <set>
#include <utility>

#include "core/text/concat.hpp"
#include "scenarios/search/fault_sentence.hpp"
#include "scenarios/search/requests.hpp"
#include "scenarios/search/shrink_passes.hpp"

namespace whitewater::scenarios {

namespace {

// Composite trouble is at most so much.
constexpr std::size_t pairs_of_max = 8;

Scenario with_faults(const Scenario& scenario, const std::vector<bool>& kept) {
  Scenario candidate = scenario;
  candidate.faults.clear();
  for (std::size_t i = 0; i < kept.size(); ++i)
    if (kept[i]) candidate.faults.push_back(scenario.faults[i]);
  return candidate;
}

// The place of the fault that ends the fault at `begin`, or replaces it; the size of the list if none does.
std::size_t ending_of(const std::vector<ScheduledFault>& faults, std::size_t begin) {
  const std::optional<Duration> from = time_of(faults[begin].at);
  std::size_t best = faults.size();
  if (!from || !faults[begin].point() || faults[begin].type.ends) return best;
  for (std::size_t i = 0; i < faults.size(); ++i) {
    const std::optional<Duration> at = time_of(faults[i].at);
    if (i == begin || !at || *at <= *from || !faults[i].point() || faults[i].type.kind != faults[begin].type.kind)
      continue;
    if (best == faults.size() || *at < *time_of(faults[best].at)) best = i;
  }
  return best;
}

// A replacement that is no more than the plain network is an ending, too, and goes with what it ends.
Scenario joined(const Scenario& scenario, std::size_t begin, std::size_t end) {
  Scenario candidate = scenario;
  candidate.faults[begin].lasts = *time_of(scenario.faults[end].at) - *time_of(scenario.faults[begin].at);
  candidate.faults.erase(candidate.faults.begin() + static_cast<std::ptrdiff_t>(end));
  return candidate;
}

bool ends_something(const Scenario& scenario, const ScheduledFault& fault) {
  if (fault.type.ends) return true;
  const Network& network = scenario.network;
  for (const simnet::faults::ParameterValue& value : fault.values) {
    const auto* const loss = std::get_if<Probability>(&value);
    const auto* const delay = std::get_if<simnet::DelayModel>(&value);
    if ((loss != nullptr && *loss == network.loss) || (delay != nullptr && *delay == network.delay)) return true;
  }
  return false;
}

}  // namespace

void drop_idle_faults(Shrinking& shrinking) {
  const Scenario& best = shrinking.best();
  std::set<std::uint64_t> struck;
  for (const FaultStrike& strike : shrinking.trials().runner().faults())
    if (strike.time - Time{} <= shrinking.at()) struck.insert(strike.number);
  std::vector<bool> early, effective;
  for (const ScheduledFault& fault : best.faults) {
    const std::optional<Duration> at = time_of(fault.at);
    early.push_back(!at || *at <= shrinking.at());
    effective.push_back(early.back() && struck.count(fault.number.value_or(0)) > 0);
  }
  if (!shrinking.accepts(with_faults(best, effective))) shrinking.accepts(with_faults(shrinking.best(), early));
}

void join_faults(Shrinking& shrinking) {
  Scenario all = shrinking.best();
  for (std::size_t i = 0; i < all.faults.size(); ++i) {
    const std::size_t end = ending_of(all.faults, i);
    if (end == all.faults.size() || !ends_something(all, all.faults[end])) continue;
    all = joined(all, i, end);
    if (end < i) --i;
  }
  if (shrinking.accepts(all)) return;
  for (std::size_t i = shrinking.best().faults.size(); i-- > 0;) {
    if (i >= shrinking.best().faults.size()) continue;
    const std::size_t end = ending_of(shrinking.best().faults, i);
    if (end < shrinking.best().faults.size()) shrinking.accepts(joined(shrinking.best(), i, end));
  }
}

void drop_faults(Shrinking& shrinking) {
  const Scenario from = shrinking.best();
  std::vector<bool> left(from.faults.size(), true);
  take_away(shrinking, from.faults.size(), [&](const std::vector<bool>& kept) {
    const std::optional<std::size_t> one = the_only_one(left, kept);
    const std::string change = one ? concat({"without ", fault_sentence(from.faults[*one])}) : "";
    if (!shrinking.accepts(with_faults(from, kept), change)) return false;
    left = kept;
    return true;
  });
}

void drop_events(Shrinking& shrinking) {
  const Scenario from = shrinking.best();
  std::vector<bool> left(event_count(from), true);
  take_away(shrinking, left.size(), [&](const std::vector<bool>& kept) {
    const std::optional<std::size_t> one = the_only_one(left, kept);
    const std::string change = one ? concat({"without ", event_sentence(event_at(from, *one))}) : "";
    if (!shrinking.accepts(with_events(from, kept), change)) return false;
    left = kept;
    return true;
  });
}

void drop_pairs_of_faults(Shrinking& shrinking) {
  if (shrinking.best().faults.size() > pairs_of_max) return;
  for (std::size_t i = 0; i + 1 < shrinking.best().faults.size(); ++i)
    for (std::size_t j = i + 1; j < shrinking.best().faults.size(); ++j) {
      if (shrinking.best().faults.size() == 2) return;
      std::vector<bool> kept(shrinking.best().faults.size(), true);
      kept[i] = kept[j] = false;
      if (!shrinking.accepts(with_faults(shrinking.best(), kept))) continue;
      i = 0;
      j = 0;
    }
}

}  // namespace whitewater::scenarios
