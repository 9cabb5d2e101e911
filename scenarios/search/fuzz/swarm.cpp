// A drawn scenario loses the families that are off, and gets more of those that are on.
#include "scenarios/search/fuzz/swarm.hpp"

#include <algorithm>

#include "scenarios/format/choices.hpp"
#include "scenarios/search/fuzz/draw_fault.hpp"
#include "scenarios/search/fuzz/draw_options.hpp"
#include "scenarios/search/random_scenario.hpp"
#include "scenarios/search/requests.hpp"
#include "simnet/faults/kinds.hpp"

namespace whitewater::scenarios::fuzz {

namespace {

// Parts of Choices; random_scenario() uses 0 and the numbers of its episodes.
constexpr std::uint64_t swarm_part = 1'000'000;
constexpr std::uint64_t fault_part = 2'000'000;
constexpr std::uint64_t stage_part = 6'000'000;
constexpr std::size_t faults_max = 48;

class Swarm {
 public:
  Swarm(const Frame& frame, Scenario& scenario, std::uint64_t seed)
      : frame_(frame), scenario_(scenario), seed_(seed), choices_(seed, swarm_part) {}

  void change() {
    // In two of three seeds all is as it was drawn: what needs a rare setting and three kinds of faults is found so.
    if (!choices_.one_in(stream("swarm"), 3)) return;
    turn_off();
    add_faults();
    if (on("links")) add_links();
  }

 private:
  bool on(std::string_view family) const { return (choices_.word(stream(family)) & 1) != 0; }
  bool on(KindId kind) const { return on(simnet::faults::kind_of(kind).name); }

  void turn_off() {
    std::erase_if(scenario_.faults, [&](const ScheduledFault& fault) {
      const bool triggered = !time_of(fault.at).has_value();
      return !on(fault.type.kind) || (triggered && !on("triggers")) || (fault.every && !on("repeated"));
    });
    Network& network = scenario_.network;
    if (!on(KindId::loss)) network.loss = {};
    if (!on(KindId::duplication)) network.duplication = network.client_duplication = {};
    if (!on(KindId::delay)) network.delay = uniform_delay(microseconds(100), microseconds(500));
    if (!on("disks")) network.disk = {};
    if (!on("clocks")) scenario_.clocks.clear();
  }

  void add_faults() {
    const Season season = season_of(scenario_, frame_.facts().end);
    std::uint64_t drawn = 0;
    for (std::size_t kind = 0; kind < simnet::faults::kinds.size(); ++kind) {
      const auto id = static_cast<KindId>(kind);
      if (!on(id)) continue;
      const Choices rate(seed_, swarm_part + 1 + kind);
      for (std::uint64_t left = rate.below(stream("rate"), rate.one_of<unsigned>(stream("most"), {2, 3, 5, 9}));
           left > 0 && scenario_.faults.size() < faults_max; --left) {
        ScheduledFault fault = draw_fault(id, scenario_, season, Choices(seed_, fault_part + drawn++));
        if (!time_of(fault.at) && !on("triggers")) continue;
        fault.number = unused_number(scenario_.faults);
        scenario_.faults.push_back(fault);
      }
    }
  }

  // Some links are worse than the others for the whole run.
  void add_links() {
    const std::uint64_t links = 1 + choices_.below(stream("link count"), 3);
    for (std::uint64_t i = 0; i < links; ++i) {
      const Choices choices(seed_, swarm_part + 100 + i);
      LinkOverride link;
      link.from = NodeId{static_cast<std::uint16_t>(choices.below(stream("from"), scenario_.replicas))};
      link.to = NodeId{static_cast<std::uint16_t>(choices.below(stream("to"), scenario_.replicas))};
      const auto same = [&](const LinkOverride& other) { return other.from == link.from && other.to == link.to; };
      if (link.from == link.to || std::any_of(scenario_.network.links.begin(), scenario_.network.links.end(), same))
        continue;
      if (choices.one_in(stream("slow"), 2)) link.delay = uniform_delay(milliseconds(5), milliseconds(60));
      if (choices.one_in(stream("lossy"), 2)) link.loss = choices.probability(stream("loss"), {100'000, 500'000});
      if (!link.delay && !link.loss) link.duplication = Probability{500'000};
      scenario_.network.links.push_back(link);
    }
  }

  const Frame& frame_;
  Scenario& scenario_;
  std::uint64_t seed_;
  Choices choices_;
};

bool fixes_load(const Frame& frame) {
  const std::span<const FieldRow> rows = frame.table().rows();
  return std::any_of(rows.begin(), rows.end(), [&](const FieldRow& row) {
    return row.owner == FieldOwner::workload && frame.fixes(row.field.path);
  });
}

// A list of requests says what a fixed field says otherwise, so another plan is drawn then, one without a list.
void stage(const Frame& frame, Scenario& drawn, std::uint64_t seed) {
  constexpr std::uint64_t plans_max = 32;
  const bool may_list = !fixes_load(frame);
  const Scenario before = drawn;
  for (std::uint64_t plan = 0; plan < plans_max; ++plan) {
    drawn = before;
    drawn.system->stage(drawn, Choices(seed, stage_part + plan));
    if (may_list || !request_count(drawn)) return;
  }
  drawn = before;
}

// Faults that end others bring back the network's own values, which may be fixed.
void bring_back(Scenario& scenario, const Network& before) {
  for (ScheduledFault& fault : scenario.faults) {
    if (!fault.point()) continue;
    const ScheduledFault relief = [&] {
      ScheduledFault same = fault;
      if (fault.type.kind == KindId::loss) same.set(before.loss);
      if (fault.type.kind == KindId::delay) same.set(before.delay);
      return same;
    }();
    if (!(relief == fault)) continue;
    if (fault.type.kind == KindId::loss) fault.set(scenario.network.loss);
    if (fault.type.kind == KindId::delay) fault.set(scenario.network.delay);
  }
}

}  // namespace

Scenario draw_scenario(const Frame& frame, std::uint64_t seed) {
  const Scenario& base = frame.base();
  System system = *base.system;
  if (frame.fixes("replicas")) system.replicas_min = system.replicas_max = base.replicas;
  Scenario drawn = random_scenario(*base.toolbox, system, *base.workload, seed);
  drawn.system = base.system;
  // What nobody draws is as the base has it.
  if (base.workload->draw == nullptr) {
    drawn.workload_options = base.workload_options;
    drawn.heal = base.heal;
  }
  if (base.system->draw == nullptr) drawn.system_options = base.system_options;
  drawn.name = base.name.empty() ? "fuzz" : base.name;
  const Network before = drawn.network;
  Swarm(frame, drawn, seed).change();
  if (system.stage != nullptr) stage(frame, drawn, seed);
  if (base.system->draw == nullptr) draw_options(frame, drawn, seed, FieldOwner::system);
  draw_options(frame, drawn, seed, FieldOwner::workload);
  const bool usable = frame.apply(drawn);
  if (!usable) {
    drawn = base;
    drawn.seed = seed;
    return drawn;
  }
  bring_back(drawn, before);
  return drawn;
}

}  // namespace whitewater::scenarios::fuzz
