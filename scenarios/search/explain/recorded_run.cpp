// The recorder of fates and the log see the sends in the same order.
#include "scenarios/search/explain/recorded_run.hpp"

#include <utility>

#include "core/base/check.hpp"
#include "scenarios/search/spoken_name.hpp"
#include "scenarios/search/system_words.hpp"
#include "simnet/fate_recorder.hpp"

namespace whitewater::scenarios {

namespace {

class Names final : public simnet::FateRecorder {
 public:
  Names(const Scenario& scenario, std::vector<Fate>& names) : scenario_(scenario), names_(names) {}
  void on_message(const simnet::MessageFate& fate) override { names_.push_back(spoken_name(fate, scenario_)); }
  void on_write(const simnet::WriteFate&) override {}

 private:
  const Scenario& scenario_;
  std::vector<Fate>& names_;
};

}  // namespace

RecordedRun::RecordedRun(Trials& trials, const Scenario& scenario, const std::vector<simnet::Observer*>& more)
    : scenario_(scenario), log_(scenario.replicas, system_words(scenario)), recorder_(log_) {
  Names names(scenario, names_);
  std::vector<simnet::Observer*> observers{&recorder_};
  observers.insert(observers.end(), more.begin(), more.end());
  trial_ = trials.run(scenario, {.observers = std::move(observers), .fates = &names});
  std::uint32_t sent = 0;
  for (const RunRecord& record : log_.records()) {
    const bool leaves = record.kind == RunRecord::Kind::sent;
    sends_.push_back(leaves ? sent++ : RunRecord::nothing);
  }
  check(sent == names_.size(), "every message that is sent has a name");
  graph_.emplace(log_);
}

std::optional<Fate> RecordedRun::name_of_sent(std::uint32_t record) const {
  if (sends_[record] == RunRecord::nothing) return std::nullopt;
  return names_[sends_[record]];
}

}  // namespace whitewater::scenarios
