// A word costs about as much as an event, so it is not taken after every one.
#include "scenarios/search/fuzz/watch.hpp"

#include <utility>

#include "core/base/hash.hpp"
#include "core/text/concat.hpp"
#include "scenarios/experiment/cluster.hpp"
#include "scenarios/experiment/liveness.hpp"
#include "simnet/faults/words.hpp"

namespace whitewater::scenarios::fuzz {

std::string cell_text(std::size_t cell) {
  const std::size_t row = cell / 2;
  return concat({simnet::faults::kinds[row / leading_words.size()]->name, " ",
                 leading_words[row % leading_words.size()], cell % 2 != 0 ? ", with replicas down" : ""});
}

void Watch::begin(const Scenario& scenario) {
  noted_ = !scenario.system->notes.empty();
  replicas_ = scenario.replicas;
  words_.clear();
  cells_.reset();
  knows_leaders_ = false;
}

simnet::Observer::Watches Watch::watches() const {
  const bool states = source_ == WordSource::states;
  return {.sends = !states,
          .events = states && !noted_,
          .notes = false,
          .writes = false,
          .marks = states && noted_ ? NoteFilter::all() : NoteFilter()};
}

void Watch::take_word() {
  if (const std::optional<std::uint64_t> word = runner_.cluster().coverage(runner_.world().alive()))
    words_.insert(*word);
}

// Kinds of messages between replicas, with how many replicas lead.
void Watch::on_sends(const simnet::SendBatch& batch) {
  const unsigned leaders = runner_.cluster().in_role(ReplicaRole::leader, runner_.world().alive()).size();
  knows_leaders_ = knows_leaders_ || leaders > 0;
  for (const Effects::Send& send : batch.sends)
    words_.insert(
        hash_words(stream("message word"), send.payload.kind(), leaders, batch.from.value < replicas_ ? 1 : 0));
}

Phase Watch::phase(NodeSet died) {
  const Cluster& cluster = runner_.cluster();
  const NodeSet living = (runner_.world().alive() | died) & NodeSet::first(replicas_);
  const unsigned leaders = cluster.in_role(ReplicaRole::leader, living).size();
  const bool candidates = !cluster.in_role(ReplicaRole::candidate, living).empty();
  knows_leaders_ = knows_leaders_ || leaders > 0 || candidates;
  Phase phase;
  phase.down = living.size() < replicas_;
  phase.leading = leaders > 1    ? Leading::several
                  : leaders == 1 ? (candidates ? Leading::contested : Leading::one)
                                 : (candidates ? Leading::election : Leading::nobody);
  return phase;
}

void Watch::on_episode(const simnet::EpisodeRecord& record) {
  if (source_ == WordSource::states) take_word();
  if (record.what != simnet::EpisodeRecord::What::begins || record.episode == nullptr) return;
  const simnet::faults::Episode& episode = *record.episode;
  if (record.targets.empty() || episode.manner == simnet::faults::Manner::ends || simnet::faults::idle(episode.what))
    return;
  // The phase is that before the fault: whom it killed lived then.
  cells_.set(cell_of(episode.what.kind, phase(record.died)));
}

Watcher::Watcher(const Facts& facts, const StopFlag* stop) : facts_(facts), watch_(runner_, facts.words), stop_(stop) {}

void Watcher::count_faults(Observation& seen) const {
  const auto plan = runner_.world().episodes();
  const auto evidence = runner_.world().evidence();
  for (std::size_t i = 0; i < plan.size(); ++i) {
    if (plan[i].manner == simnet::faults::Manner::ends || simnet::faults::idle(plan[i].what)) continue;
    KindCounts& counts = seen.faults[static_cast<std::size_t>(plan[i].what.kind)];
    ++counts.planned;
    if (evidence[i].begun > 0 && !evidence[i].targets.empty()) ++counts.struck;
    if (evidence[i].effect()) ++counts.effects;
  }
}

void Watcher::count_checks(const Scenario& scenario, Observation& seen) const {
  const RunReport& report = seen.report;
  const auto note = [&](Check check, bool applies, bool ran) {
    seen.applies[static_cast<std::size_t>(check)] = applies;
    seen.ran[static_cast<std::size_t>(check)] = applies && ran;
  };
  note(Check::properties, runner_.has_checker(), report.events > 0);
  const auto& judged = report.linearizability;
  note(Check::linearizability, judged.has_value(),
       judged && judged->operations > 0 && judged->answer != LinearizabilityReport::Answer::unknown);
  note(Check::rest, scenario.heal.has_value(),
       !runner_.world().stopped() && (!report.violation || report.violation->property == liveness_property));
  note(Check::majority, scenario.system->majority, report.events > 0);
  note(Check::rules, true, report.outcome != RunReport::Outcome::unknown);
}

Observation Watcher::run(const Draft& draft, bool twice) {
  RunOptions options;
  options.wire = draft.wire;
  options.stop = stop_;
  options.events_max = usual_events_max;
  options.observers.push_back(&watch_);
  const std::uint64_t seed = draft.scenario.seed.value_or(1);
  watch_.begin(draft.scenario);
  Observation seen;
  seen.report = runner_.run(draft.scenario, seed, options);
  seen.kind = failure_kind(seen.report);
  seen.words = watch_.words();
  seen.cells = watch_.cells();
  seen.knows_leaders = watch_.knows_leaders();
  count_faults(seen);
  count_checks(draft.scenario, seen);
  if (!twice) return seen;
  // In a new simulator, so that state that was left over shows, too.
  options.observers.clear();
  const RunReport again = Runner().run(draft.scenario, seed, options);
  seen.nondeterministic = again.digest != seen.report.digest;
  return seen;
}

}  // namespace whitewater::scenarios::fuzz
