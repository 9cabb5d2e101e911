// A trail is compared point by point.
#include "scenarios/search/replay.hpp"

#include <algorithm>
#include <array>

#include "scenarios/search/system_words.hpp"
#include "scenarios/story/step_words.hpp"
#include "simnet/step.hpp"

namespace whitewater::scenarios {

namespace {

constexpr std::array<std::string_view, 6> names{"again",      "judged_otherwise", "same_kind",
                                                "other_kind", "passes",           "undecided"};

// Payloads live as long as the world does not go on to another run: a step becomes words at once.
class StepsBehind final : public simnet::StepObserver {
 public:
  StepsBehind(std::uint64_t from, std::uint64_t most, unsigned replicas, const Vocabulary& words)
      : from_(from), most_(most), replicas_(replicas), words_(words) {}

  std::vector<StepInWords> steps;

 private:
  void on_step(simnet::Step&& step) override {
    const bool fault = !step.node.valid();
    if ((fault ? step.event >= from_ : step.event > from_) && step.event <= from_ + most_)
      steps.push_back(step_in_words(step, replicas_, words_));
  }

  std::uint64_t from_;
  std::uint64_t most_;
  unsigned replicas_;
  const Vocabulary& words_;
};

}  // namespace

std::string_view replay_result_name(ReplayResult result) {
  return names[static_cast<std::size_t>(result)];
}

ReplayResult replay_result(const Failure& failure, const RunReport& now) {
  const std::optional<FailureKind> kind = failure_kind(now);
  const bool same_kind = kind == failure.kind;
  if (now.digest == failure.digest && now.events == failure.events)
    return same_kind ? ReplayResult::again : ReplayResult::judged_otherwise;
  if (same_kind) return ReplayResult::same_kind;
  if (kind) return ReplayResult::other_kind;
  return now.outcome == RunReport::Outcome::pass ? ReplayResult::passes : ReplayResult::undecided;
}

std::optional<Departure> departure(const Failure& failure, const TrailWatch& watch, const RunReport& now) {
  const Trail& recorded = failure.trail;
  if (recorded.every == 0 || (now.digest == failure.digest && now.events == failure.events)) return std::nullopt;
  const std::vector<std::uint16_t>& points = watch.trail().points;
  const auto [was, is] = std::mismatch(recorded.points.begin(), recorded.points.end(), points.begin(), points.end());
  const auto equal = static_cast<std::size_t>(is - points.begin());
  Departure found;
  found.equal_until = equal * recorded.every;
  if (equal > 0) found.equal_at = watch.times()[equal - 1];
  if (was != recorded.points.end() && is != points.end()) {
    found.differs_by = found.equal_until + recorded.every;
  } else if (watch.digest_then() == failure.digest) {
    found.equal_until = failure.events;
    found.recorded_ends = now.events > failure.events;
  } else if (watch.digest_then()) {
    // They part between the last point and the end of the recorded run.
    found.differs_by = failure.events;
  }
  return found;
}

std::vector<StepInWords> steps_behind(const Failure& failure, Runner& runner, std::uint64_t from, std::uint64_t most) {
  const Scenario& scenario = failure.scenario;
  const Vocabulary& words = system_words(scenario);
  StepsBehind steps(from, most, scenario.replicas, words);
  RunOptions options;
  options.wire = failure.wire;
  options.observers = {&steps};
  (void)runner.run(scenario, scenario.seed.value_or(1), options);
  return std::move(steps.steps);
}

}  // namespace whitewater::scenarios
