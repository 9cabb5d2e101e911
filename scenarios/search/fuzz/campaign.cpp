// Rounds are kept two at a time: the one whose number is even, and the odd one.
#include "scenarios/search/fuzz/campaign.hpp"

#include <algorithm>
#include <utility>

#include "core/base/check.hpp"
#include "core/base/hash.hpp"
#include "scenarios/format/choices.hpp"
#include "scenarios/search/fuzz/mutate.hpp"
#include "scenarios/search/fuzz/swarm.hpp"
#include "scenarios/search/trial.hpp"

namespace whitewater::scenarios::fuzz {

namespace {

constexpr std::uint64_t origin_part = 4'000'000;
constexpr std::uint64_t unguided_one_in = 4;
constexpr std::uint64_t wire_one_in = 4;
// Of the runs that change a scenario, one in so many takes it by the rank that is worse at the time. Of the rich
// scenarios, one in so many keeps its draws.
constexpr std::uint64_t other_rank_one_in = 4;
constexpr std::uint64_t kept_one_in = 4;

// Half of the time one of the very first, otherwise any, those in front more often.
const Seedling& pick(const Snapshot& corpus, const std::vector<std::uint32_t>& ranked, const Choices& choices,
                     std::uint64_t which) {
  constexpr std::uint64_t first = 8;
  const Choices own(choices.word(which));
  const std::uint64_t reach = own.one_in(stream("rarest"), 2) ? std::min<std::uint64_t>(first, ranked.size())
                                                              : 1 + own.below(stream("reach"), ranked.size());
  return corpus.seedlings[ranked[own.below(stream("place"), reach)]];
}

}  // namespace

Draft Round::draft(std::uint64_t number) const {
  Draft draft;
  draft.number = number;
  const std::uint64_t seed = hash_words(plan_.seed, number);
  if (number < plan_.inputs.size()) {
    const Input& input = plan_.inputs[number];
    draft.origin = Draft::Origin::corpus;
    draft.wire = input.wire && frame_.facts().has_codec;
    draft.scenario = input.scenario;
    return draft;
  }
  const Choices choices(seed, origin_part);
  draft.wire = plan_.wire && frame_.facts().has_codec && choices.one_in(stream("wire"), wire_one_in);
  if (!plan_.guided || corpus_->seedlings.empty() || choices.one_in(stream("unguided"), unguided_one_in)) {
    draft.scenario = draw_scenario(frame_, seed);
    return draft;
  }
  // The rarest scenarios lead to further states step by step: most of their draws stay. The richest ones bring much
  // that is new when all is drawn anew.
  const bool rich = (corpus_->better == Rank::rich) != choices.one_in(stream("other rank"), other_rank_one_in);
  const Seedling& parent = pick(*corpus_, rich ? corpus_->richest : corpus_->rarest, choices, stream("parent"));
  const Seedling& other = pick(*corpus_, corpus_->rarest, choices, stream("other"));
  draft.rank = rich ? Rank::rich : Rank::rare;
  draft.origin = Draft::Origin::mutated;
  draft.parent = parent.number;
  draft.scenario = mutated(frame_, *parent.scenario, *other.scenario, seed);
  if (rich && !choices.one_in(stream("kept"), kept_one_in)) draft.scenario.seed = seed;
  return draft;
}

Campaign::Campaign(Frame frame, Plan plan) : frame_(std::move(frame)), plan_(std::move(plan)) {
  even_ = odd_ = std::make_shared<const Round>(frame_, plan_, std::make_shared<const Snapshot>());
}

std::shared_ptr<const Round> Campaign::round(std::uint64_t number) const {
  if (number > rounds_ended_ + 1) return nullptr;
  check(number >= rounds_ended_, "no run of a round that has ended is drafted");
  return number % 2 == 0 ? even_ : odd_;
}

Campaign::Taken Campaign::take(Draft draft, const Observation& seen) {
  check(draft.number == tally_.runs, "runs are taken in the order of their numbers");
  Taken taken;
  const bool new_cell = (seen.cells & ~tally_.cells).any();
  std::vector<std::uint64_t> fresh = tally_.add(draft, seen);
  if (draft.origin == Draft::Origin::mutated)
    corpus_.count_child(draft.parent, draft.rank, fresh.size(), seen.report.events);
  if (seen.nondeterministic) taken.unlike = draft.scenario;
  if (seen.kind && !seen.nondeterministic) taken.task = findings_.add(draft, seen);
  const bool explodes = seen.report.events > usual_events_max;
  if (plan_.guided && (new_cell || !fresh.empty()) && !seen.nondeterministic && !explodes) {
    Seedling seedling{draft.number, draft.wire, std::make_shared<const Scenario>(std::move(draft.scenario))};
    seedling.fresh = fresh.size();
    seedling.events = seen.report.events;
    if (fresh.size() > Seedling::words_max) fresh.resize(Seedling::words_max);
    if (fresh.empty() && !seen.words.empty()) fresh.push_back(seen.words.back());
    seedling.words = std::move(fresh);
    taken.seedling = seedling;
    corpus_.add(std::move(seedling));
  }
  taken.round_ends = tally_.runs % round_size == 0;
  if (taken.round_ends) end_round();
  return taken;
}

const Finding* Campaign::shrunk(Shrinkage shrinkage) {
  if (shrinkage.fails) return findings_.shrunk(std::move(shrinkage));
  ++tally_.nondeterministic;
  return nullptr;
}

// What is known now serves the round behind the next one.
void Campaign::end_round() {
  auto snapshot = corpus_.publish([this](std::uint64_t word) { return tally_.runs_with(word); });
  auto& place = rounds_ended_ % 2 == 0 ? even_ : odd_;
  place = std::make_shared<const Round>(frame_, plan_, std::move(snapshot));
  ++rounds_ended_;
}

}  // namespace whitewater::scenarios::fuzz
