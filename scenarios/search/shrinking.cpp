// Runs candidates, and keeps what failed in the same way.
#include "scenarios/search/shrinking.hpp"

#include <algorithm>
#include <utility>

#include "core/base/hash.hpp"
#include "core/base/random.hpp"
#include "core/text/concat.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/experiment/blame.hpp"
#include "scenarios/experiment/liveness.hpp"
#include "scenarios/search/requests.hpp"

namespace whitewater::scenarios {

namespace {

// A candidate may fail so much later than the best.
constexpr Duration later_least = milliseconds(300);
// Of a hundred candidates that pass, the latest say what is needed now.
constexpr std::size_t passed_max = 12;
// Of a costly run whose failure came soon.
constexpr std::uint64_t costly_events_least = 4'000;
// What fails with so many other seeds is taken to fail with all.
constexpr std::uint64_t other_seeds = 8;

}  // namespace

Shrinking::Shrinking(const Failure& failure, const ShrinkOptions& options)
    : failure_(failure), options_(options), trials_(failure.wire, options.stop), best_(failure.scenario) {
  // A candidate may clog itself with messages. Where a run costs much, one that is four times as long is not smaller.
  trials_.limit_events(std::max(costly() ? costly_events_least : usual_events_max, 4 * failure.events));
  // What is left keeps its draws.
  give_numbers(best_.faults);
  if (!best_.seed) best_.seed = 1;
  promised_ = best_.system->promises == nullptr || best_.system->promises(best_);
}

std::optional<Duration> Shrinking::until() const {
  if (to_the_end_ || !ends_when_it_fails_) return std::nullopt;
  return at_ + std::max(at_ / 4, later_least);
}

std::optional<Trial> Shrinking::guarded(const std::function<Trial()>& make) {
  if (spent()) return std::nullopt;
  if (runs() >= options_.runs_max) {
    stopped_ = concat({"The budget of ", std::to_string(options_.runs_max), " runs was used up."});
    return std::nullopt;
  }
  // Whoever is asked may find that a signal has arrived.
  const bool over = options_.go_on && !options_.go_on();
  const bool interrupted = options_.stop != nullptr && options_.stop->load(std::memory_order_relaxed);
  if (interrupted || over) {
    stopped_ = interrupted ? "It was interrupted." : "The time was used up.";
    return std::nullopt;
  }
  try {
    return make();
  } catch (const Interrupted&) {
    stopped_ = "It was interrupted.";
  } catch (const InternalFailure& failure) {
    // Not a failure of the system under test: the candidate says nothing about that, but somebody should know.
    if (warnings_.empty()) warnings_.push_back(concat({"A smaller run could not be judged: ", failure.what()}));
  }
  return std::nullopt;
}

std::optional<Trial> Shrinking::run(const Scenario& scenario, bool to_the_end) {
  return guarded([&] { return trials_.run(scenario, {.until = to_the_end ? std::nullopt : until()}); });
}

bool Shrinking::begin() {
  std::optional<Trial> trial = run(best_, true);
  if (!trial || trial->kind != failure_.kind) return false;
  const std::optional<Violation>& violation = trial->report.violation;
  ends_when_it_fails_ = violation && violation->property != liveness_property;
  at_ = violation ? violation->time - Time{} : trial->report.virtual_time;
  requests_ = asked(best_);
  report_ = std::move(trial->report);
  return true;
}

bool Shrinking::accepts(Scenario candidate, const std::string& change) {
  return judges(std::move(candidate), change, false);
}

bool Shrinking::accepts_no_larger(Scenario candidate) {
  return judges(std::move(candidate), {}, true);
}

bool Shrinking::accepts_with_any_seed(Scenario candidate) {
  for (std::uint64_t other = 1; other <= other_seeds; ++other) {
    Scenario again = candidate;
    again.seed = hash_words(*best_.seed, stream("other seed"), other);
    if (!fails(again)) return false;
  }
  return judges(std::move(candidate), {}, false);
}

bool Shrinking::fails(const Scenario& candidate) {
  if (!is_fair(candidate) || was_refused(candidate)) return false;
  const std::optional<Trial> trial = run(candidate, false);
  if (trial && trial->kind != failure_.kind) note_refused(candidate);
  return trial && trial->kind == failure_.kind;
}

bool Shrinking::was_refused(const Scenario& candidate) const {
  return std::find(refused_.begin(), refused_.end(), candidate) != refused_.end();
}

void Shrinking::note_refused(const Scenario& candidate) {
  if (costly()) refused_.push_back(candidate);
}

bool Shrinking::is_fair(const Scenario& candidate) const {
  const auto promises = candidate.system->promises;
  return !promised_ || promises == nullptr || promises(candidate);
}

bool Shrinking::says_as_data(Scenario same, std::string_view what) {
  std::optional<Trial> trial = run(same, true);
  if (!trial) return false;
  if (trial->report.digest != report_.digest || trial->kind != failure_.kind) {
    warnings_.push_back(concat({what, " cannot be written down exactly: this is a mistake of this program."}));
    return false;
  }
  best_ = std::move(same);
  return true;
}

void Shrinking::return_to_chance_if_shorter() {
  if (!spent() || !with_chance_) return;
  ShrinkSizes now = sizes();
  now.requests = request_count(best_).value_or(requests_);
  if (with_chance_->sizes.all() >= now.all()) return;
  best_ = std::move(with_chance_->scenario);
  with_chance_.reset();
  passed_.clear();
}

std::size_t Shrinking::asked(const Scenario& latest) const {
  if (const std::optional<std::size_t> listed = request_count(latest)) return *listed;
  return trials_.runner().requests().value_or(std::vector<ReportedRequest>()).size();
}

bool Shrinking::judges(Scenario candidate, const std::string& change, bool no_larger) {
  if (candidate == best_ || !is_fair(candidate) || was_refused(candidate)) return false;
  std::optional<Trial> trial = run(candidate, false);
  if (!trial) return false;
  if (trial->kind != failure_.kind) {
    note_refused(candidate);
    if (change.empty() || trial->report.outcome != RunReport::Outcome::pass) return false;
    passed_.push_back({std::move(candidate), change});
    if (passed_.size() > passed_max) passed_.erase(passed_.begin());
    return false;
  }
  const std::size_t requests = asked(candidate);
  if (no_larger && requests > requests_) return false;
  requests_ = requests;
  at_ = trial->report.violation ? trial->report.violation->time - Time{} : trial->report.virtual_time;
  report_ = std::move(trial->report);
  best_ = std::move(candidate);
  passed_.clear();
  ++steps_;
  return true;
}

std::optional<Recording> Shrinking::record_best() {
  std::optional<Recording> recording;
  const std::optional<Trial> trial = guarded([&] {
    RunOptions options;
    options.wire = failure_.wire;
    options.stop = options_.stop;
    ++recordings_;
    recording = record(trials_.runner(), best_, *best_.seed, options);
    return Trial{recording->report, failure_kind(recording->report)};
  });
  if (!trial || trial->kind != failure_.kind) return std::nullopt;
  if (!recording->complete) {
    if (warnings_.empty())
      warnings_.push_back(concat({"The run sends and writes more than ", grouped(fates_recorded_max),
                                  " times, too often for a list: what became of each stays left to chance."}));
    return std::nullopt;
  }
  return recording;
}

bool Shrinking::watch_best(simnet::Observer& observer) {
  return guarded([&] { return trials_.run(best_, {.observers = {&observer}, .until = until()}); }).has_value();
}

Failure Shrinking::result() {
  trials_.heed_no_stop();
  const Trial trial = trials_.run(best_);
  Failure result = failure_of(best_, failure_.wire, trial.report, failure_.kind);
  result.program = failure_.program;
  result.build = failure_.build;
  return result;
}

std::optional<Shrinking::Passed> Shrinking::nearest_pass() {
  Trials whole(failure_.wire);
  for (auto passed = passed_.rbegin(); passed != passed_.rend(); ++passed)
    if (whole.run(passed->scenario).report.outcome == RunReport::Outcome::pass) return *passed;
  return std::nullopt;
}

ShrinkSizes Shrinking::sizes() const {
  ShrinkSizes sizes;
  sizes.faults = best_.faults.size() + event_count(best_);
  sizes.fates = best_.fates.size();
  sizes.replicas = best_.replicas;
  sizes.clients = trials_.runner().clients().count(best_);
  sizes.requests = asked(best_);
  return sizes;
}

void take_away(const Shrinking& shrinking, std::size_t count,
               const std::function<bool(const std::vector<bool>& kept)>& fails) {
  std::vector<bool> kept(count, true);
  std::size_t left = count;
  // Takes away the kept places from `from` to before `to`, counted among those that are kept.
  const auto without = [&](std::size_t from, std::size_t to) {
    std::vector<bool> rest = kept;
    std::size_t place = 0;
    for (std::size_t i = 0; i < count; ++i)
      if (kept[i]) {
        if (place >= from && place < to) rest[i] = false;
        ++place;
      }
    if (!fails(rest)) return;
    kept = std::move(rest);
    left -= to - from;
  };
  for (std::size_t size = left; size > 0 && left > 0 && !shrinking.spent(); size = size == 1 ? 0 : (size + 1) / 2)
    for (std::size_t end = left; end > 0 && !shrinking.spent(); end = end > size ? end - size : 0)
      without(end > size ? end - size : 0, end);
}

std::optional<std::size_t> the_only_one(const std::vector<bool>& left, const std::vector<bool>& kept) {
  std::optional<std::size_t> found;
  for (std::size_t place = 0; place < left.size(); ++place) {
    if (!left[place] || kept[place]) continue;
    if (found) return std::nullopt;
    found = place;
  }
  return found;
}

}  // namespace whitewater::scenarios
