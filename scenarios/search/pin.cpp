// Records the fates of a run, and writes them into its scenario.
#include "scenarios/search/pin.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/base/check.hpp"
#include "scenarios/experiment/clocks.hpp"
#include "scenarios/search/spoken_name.hpp"

namespace whitewater::scenarios {

namespace {

using simnet::DelayModel;
using simnet::SendOutcome;

class Recorder final : public simnet::FateRecorder {
 public:
  Recorder(const Scenario& scenario, Recording& recording) : scenario_(scenario), recording_(recording) {}

  void on_message(const simnet::MessageFate& fate) override {
    // Nothing was decided on it: what stood between is in the plan.
    if (fate.outcome == SendOutcome::cut || fate.outcome == SendOutcome::receiver_dead) return;
    if (has_room())
      recording_.fates.push_back({spoken_name(fate, scenario_), fate.time, fate.name.from, fate.name.to,
                                  fate.name.kind == SendKind::message, fate.outcome == SendOutcome::lost, fate.copies,
                                  fate.delays});
  }
  void on_write(const simnet::WriteFate& fate) override {
    if (has_room())
      recording_.fates.push_back(
          {name_of(fate), fate.time, fate.name.node, no_node, false, false, 1, {fate.delay, {}}});
  }

 private:
  // A list that lacks some is of no use to anybody.
  bool has_room() {
    if (recording_.complete && recording_.fates.size() == fates_recorded_max) {
      recording_.complete = false;
      std::vector<RecordedFate>().swap(recording_.fates);
    }
    return recording_.complete;
  }

  const Scenario& scenario_;
  Recording& recording_;
};

DelayModel constant(Duration delay) {
  return {DelayModel::Kind::constant, delay, {}, {}, {}, {}, {}};
}

// A delay in the middle of the usual ones.
DelayModel typical(const DelayModel& model) {
  const Duration middle{model.low.ns + (model.high.ns - model.low.ns) / 2};
  switch (model.kind) {
    case DelayModel::Kind::constant:
      return model;
    case DelayModel::Kind::exponential: {
      const Duration median = model.low + Duration{model.mean.ns / 1000 * 693};
      return constant(model.high > Duration{} ? std::min(median, model.high) : median);
    }
    case DelayModel::Kind::uniform:
    case DelayModel::Kind::bimodal:
      break;
  }
  return constant(std::max(middle, model.low));
}

// A disk whose writes take no time at all is another disk: its writes are no events.
DelayModel typical_disk(const DelayModel& model) {
  return model.zero() ? model : constant(std::max(typical(model).low, nanoseconds(1)));
}

Network without_chance(Network network) {
  network.delay = typical(network.delay);
  network.client_delay = typical(network.client_delay);
  network.disk = typical_disk(network.disk);
  network.loss = network.duplication = network.client_duplication = {};
  for (LinkOverride& link : network.links) {
    if (link.delay) link.delay = typical(*link.delay);
    link.loss.reset();
    link.duplication.reset();
  }
  std::erase_if(network.links, [](const LinkOverride& link) { return !link.delay && !link.cut; });
  return network;
}

bool is_of_the_network(const ScheduledFault& fault) {
  return fault.type.kind == KindId::loss || fault.type.kind == KindId::duplication || fault.type.kind == KindId::delay;
}

// How far the delay is from that of the constant network.
class Distance {
 public:
  explicit Distance(const Scenario& pinned) : scenario_(pinned) {}

  Duration of(const RecordedFate& fate) const {
    const Network& network = scenario_.network;
    if (fate.name.write) return between(fate, network.disk);
    if (!fate.between_replicas) return between(fate, network.client_delay);
    const Duration from_own = between(fate, own_delay(fate));
    if (!scenario_.heal || fate.time < Time{} + *scenario_.heal) return from_own;
    // After the heal all links are alike. What leaves at that moment may do so before it.
    const Duration from_all = between(fate, network.delay);
    return fate.time == Time{} + *scenario_.heal ? std::max(from_own, from_all) : from_all;
  }

 private:
  static Duration between(const RecordedFate& fate, const DelayModel& usual) {
    const Duration difference = fate.delays[0] - usual.low;
    return difference < Duration{} ? Duration{} - difference : difference;
  }
  const DelayModel& own_delay(const RecordedFate& fate) const {
    for (const LinkOverride& link : scenario_.network.links)
      if (link.from == fate.from && link.to == fate.to && link.delay) return *link.delay;
    return scenario_.network.delay;
  }

  const Scenario& scenario_;
};

Fate with_outcome(const RecordedFate& recorded, bool delay_counts) {
  Fate fate = recorded.name;
  fate.lost = recorded.lost;
  if (recorded.lost) return fate;
  if (delay_counts) fate.delay = recorded.delays[0];
  if (recorded.copies == 2) fate.again = recorded.delays[1];
  return fate;
}

}  // namespace

Recording record(Runner& runner, const Scenario& scenario, std::uint64_t seed, const RunOptions& options) {
  Recording recording;
  Recorder recorder(scenario, recording);
  RunOptions recorded = options;
  recorded.fate_recorder = &recorder;
  recording.report = runner.run(scenario, seed, recorded);
  recording.scenario = runner.pinned(scenario).value_or(scenario);
  recording.scenario = runner.with_listed_requests(recording.scenario).value_or(recording.scenario);
  recording.scenario.seed = seed;
  pin_clocks(recording.scenario, seed);
  give_numbers(recording.scenario.faults);
  return recording;
}

Scenario pinned(const Recording& recording, Rung rung, NetworkFaults faults) {
  check(recording.complete, "a run is pinned by all of its fates");
  Scenario scenario = recording.scenario;
  scenario.network = without_chance(scenario.network);
  const bool leave = faults == NetworkFaults::leave_the_plan;
  if (leave) std::erase_if(scenario.faults, is_of_the_network);
  scenario.fates.clear();
  const Distance distance(scenario);
  for (const RecordedFate& fate : recording.fates) {
    const bool delay_counts = !leave || distance.of(fate) > rung.beyond;
    if (delay_counts || fate.lost || fate.copies == 2) scenario.fates.push_back(with_outcome(fate, delay_counts));
  }
  return scenario;
}

}  // namespace whitewater::scenarios
