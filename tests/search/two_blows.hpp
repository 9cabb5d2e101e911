// A toy system that only two blows together bring down: the first node beats; the run fails when a certain node was
// started again and another one hears no beat for a while. So it is known what the smallest failure is: one kill and
// one fault that silences a link, whatever else a scenario holds.
#pragma once

#include <array>

#include "core/base/number_payload.hpp"
#include "core/text/node_text.hpp"
#include "scenarios/experiment/clients_of.hpp"
#include "scenarios/experiment/cluster_of.hpp"
#include "scenarios/format/field_rows.hpp"
#include "scenarios/search/failure.hpp"
#include "scenarios/search/trial.hpp"

namespace whitewater::scenarios::testing {

using Beat = NumberPayload<1300, "beat">;

struct BlowOptions {
  Duration patience = milliseconds(100);
  bool brittle = false;  // else it never fails
  std::uint32_t colour = 0;
  std::uint32_t luck = 0;  // with one seed of so many one blow is enough
  friend bool operator==(const BlowOptions&, const BlowOptions&) = default;
};

class BlowNode final : public Actor {
 public:
  BlowNode(NodeId self, const Scenario& scenario, std::uint64_t)
      : self_(self), replicas_(scenario.replicas), patience_(scenario.system_options.get<BlowOptions>().patience) {}

  void handle(const Event& event, Time now, Effects& effects) override {
    if (const auto* started = std::get_if<Started>(&event)) {
      restarted_ = !started->recovered.slots.empty() && started->recovered.slots[0].get_if<Beat>() != nullptr;
      effects.replace(SlotId{0}, effects.make<Beat>(std::uint64_t{1}));
      heard_ = now;
    }
    if (std::holds_alternative<MessageArrived>(event)) {
      heard_ = now;
      return;
    }
    silent_ = self_.value != 0 && now - heard_ > patience_;
    effects.set_timer(TimerId{0}, now + milliseconds(10));
    ++beats_;
    for (std::uint16_t to = 1; self_.value == 0 && to < replicas_; ++to)
      effects.send_message(NodeId{to}, effects.make<Beat>(beats_), hash_words(to, beats_));
  }
  std::uint64_t fingerprint() const override { return hash_words(beats_, silent_ ? 1 : 0, restarted_ ? 1 : 0); }
  bool silent() const { return silent_; }
  bool restarted() const { return restarted_; }

 private:
  NodeId self_;
  unsigned replicas_;
  Duration patience_;
  Time heard_;
  std::uint64_t beats_ = 0;
  bool silent_ = false;
  bool restarted_ = false;
};

class Blows final : public ClusterOf<BlowNode> {
 public:
  void reset(const Scenario& scenario, std::uint64_t seed) override {
    ClusterOf<BlowNode>::reset(scenario, seed);
    brittle_ = scenario.system_options.get<BlowOptions>().brittle;
    lucky_ = lucky(scenario, seed);
  }
  static bool lucky(const Scenario& scenario, std::uint64_t seed) {
    const std::uint32_t luck = scenario.system_options.get<BlowOptions>().luck;
    return luck > 0 && hash_words(seed, luck) % luck == 0;
  }

 private:
  std::optional<Broken> broken() const override {
    const NodeSet silent = nodes_that([](const BlowNode& node) { return node.silent() && !node.restarted(); });
    const NodeSet back = nodes_that([](const BlowNode& node) { return node.restarted(); });
    const NodeSet blown = back.empty() && lucky_ ? silent : back;
    if (!brittle_ || silent.empty() || blown.empty()) return std::nullopt;
    return Broken{"two_blows", nodes_text(silent, 64) + " hears nothing, and " + nodes_text(blown, 64) + " is new"};
  }
  bool brittle_ = false;
  bool lucky_ = false;
};

struct Bystanders {
  unsigned bystanders = 4;
  Duration until = seconds(20);
  friend bool operator==(const Bystanders&, const Bystanders&) = default;
};

class Bystander final : public Actor {
 public:
  Bystander(NodeId, const Scenario&, std::uint64_t) {}
  void handle(const Event&, Time, Effects&) override {}
  std::uint64_t fingerprint() const override { return 0; }
};

class Standing final : public ClientsOf<Bystander> {
  unsigned count(const Scenario& scenario) const override {
    return scenario.workload_options.get<Bystanders>().bystanders;
  }
  Time end() const override { return Time{} + options<Bystanders>().until; }
  bool report(RunReport&) override { return true; }
};

inline constexpr std::array blow_fields{
    field_rows::duration("patience", field_rows::at<&BlowOptions::patience>, "How long a node hears nothing"),
    field_rows::plain("brittle", field_types::flag, field_rows::at<&BlowOptions::brittle>, "Whether it can fail"),
    field_rows::ranged("colour", field_types::integer<std::uint32_t>, 0, 9, field_rows::at<&BlowOptions::colour>,
                       "Means nothing"),
    field_rows::ranged("luck", field_types::integer<std::uint32_t>, 0, 9, field_rows::at<&BlowOptions::luck>,
                       "With one seed of so many one blow is enough")};
inline constexpr std::array bystander_fields{
    field_rows::ranged("bystanders", field_types::integer<unsigned>, 1, 9, field_rows::at<&Bystanders::bystanders>,
                       "How many clients there are"),
    field_rows::duration("until", field_rows::at<&Bystanders::until>, "How long the run is")};

inline constexpr System blow_systems[] = {system_of<Blows, BlowOptions>("blows", blow_fields, 3, 9)};
inline constexpr Workload blow_workloads[] = {workload_of<Standing, Bystanders>("standing", bystander_fields)};
inline constexpr Toolbox blow_toolbox{blow_systems, blow_workloads};

// Ten faults, of which two are needed: of node `killed`, and of the link to node `deaf`.
inline Scenario blown_scenario(std::uint16_t killed, std::uint16_t deaf, std::uint64_t seed) {
  Scenario scenario = make_scenario(blow_toolbox);
  scenario.name = "blown";
  scenario.seed = seed;
  scenario.replicas = 6;
  scenario.heal = seconds(20);
  BlowOptions& options = scenario.system_options.get<BlowOptions>();
  options.brittle = true;
  options.colour = 7;
  const auto only = [](std::uint16_t node) { return ReplicaSet::of(NodeSet::of(NodeId{node})); };
  const ReplicaSet all = ReplicaSet::of(ReplicaRole::all);
  const auto lasting = [&](ScheduledFault fault, Duration lasts) {
    fault.lasts = lasts;
    scenario.faults.push_back(fault);
  };
  for (const std::int64_t at : {3, 5, 7, 9}) {
    lasting(node_fault(KindId::slow, milliseconds(at * 100), all).set(milliseconds(1)), milliseconds(90));
    lasting(link_fault(KindId::duplication, milliseconds(at * 100), all, all).set(Probability{500'000}), seconds(1));
  }
  scenario.faults.push_back(node_fault(KindId::kill, milliseconds(1'234), only(killed)));
  scenario.faults.push_back(fault_ending(node_fault(KindId::kill, milliseconds(1'357), only(killed))));
  lasting(link_fault(KindId::cut, milliseconds(2'468), all, only(deaf)), seconds(2));
  lasting(node_fault(KindId::partition, seconds(9), only(deaf)), seconds(1));
  return scenario;
}

inline Failure blown(std::uint16_t killed, std::uint16_t deaf, std::uint64_t seed) {
  const Scenario scenario = blown_scenario(killed, deaf, seed);
  Trials trials;
  const Trial trial = trials.run(scenario);
  check(trial.kind.has_value(), "the toy fails");
  return failure_of(scenario, false, trial.report, *trial.kind);
}

}  // namespace whitewater::scenarios::testing
