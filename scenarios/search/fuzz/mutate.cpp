// One function for each kind of change.
#include "scenarios/search/fuzz/mutate.hpp"

#include <algorithm>
#include <array>

#include "scenarios/format/choices.hpp"
#include "scenarios/search/fuzz/draw_fault.hpp"
#include "scenarios/search/fuzz/swarm.hpp"
#include "simnet/faults/kinds.hpp"

namespace whitewater::scenarios::fuzz {

namespace {

constexpr std::size_t faults_max = 64;
constexpr std::uint64_t change_part = 5'000'000;

class Changing {
 public:
  Changing(const Frame& frame, Scenario& scenario, const Scenario& other, std::uint64_t seed, std::uint64_t part)
      : frame_(frame),
        scenario_(scenario),
        other_(other),
        choices_(seed, change_part + part),
        seed_(choices_.word(1)) {}

  void change() {
    using Change = void (Changing::*)();
    static constexpr std::array<Change, 16> changes{
        &Changing::move,   &Changing::move,  &Changing::move,      &Changing::move_near,
        &Changing::add,    &Changing::add,   &Changing::add,       &Changing::remove,
        &Changing::aim,    &Changing::aim,   &Changing::length,    &Changing::strength,
        &Changing::splice, &Changing::rekey, &Changing::rekey_one, &Changing::configure};
    (this->*changes[choices_.below(stream("change"), changes.size())])();
  }

 private:
  // Null: there is none, or faults are fixed.
  ScheduledFault* one() {
    if (scenario_.faults.empty() || frame_.fixes("faults")) return nullptr;
    return &scenario_.faults[choices_.below(stream("which"), scenario_.faults.size())];
  }
  Season season() const { return season_of(scenario_, frame_.facts().end); }

  void move() {
    ScheduledFault* const fault = one();
    if (fault == nullptr) return;
    if (auto* const trigger = std::get_if<Trigger>(&fault->at)) {
      move_trigger(*trigger);
      return;
    }
    const Duration reach =
        choices_.one_of(stream("reach"), {milliseconds(3), milliseconds(30), milliseconds(300), seconds(3)});
    const Duration at = std::get<Duration>(fault->at);
    const Duration moved = choices_.between(stream("to"), at - reach, at + reach);
    const Season all = season();
    move_to(*fault, Duration{std::clamp(moved.ns, all.first.ns, std::max(all.first.ns, all.last.ns))});
  }
  void move_trigger(Trigger& trigger) {
    switch (choices_.below(stream("trigger"), 3)) {
      case 0:
        trigger.nth = static_cast<std::uint32_t>(1 + choices_.below(stream("nth"), trigger.nth + 3));
        return;
      case 1:
        trigger.after = choices_.between(stream("after"), Duration{}, trigger.after * 2 + milliseconds(5));
        return;
      default:
        trigger.on = trigger.on == no_node
                         ? NodeId{static_cast<std::uint16_t>(choices_.below(stream("on"), scenario_.replicas))}
                         : no_node;
    }
  }
  // To where another fault begins or ends.
  void move_near() {
    ScheduledFault* const fault = one();
    if (fault == nullptr || !time_of(fault->at)) return;
    const ScheduledFault& next_to = scenario_.faults[choices_.below(stream("next to"), scenario_.faults.size())];
    const std::optional<Duration> at = time_of(next_to.at);
    if (!at) return;
    const Duration end = choices_.one_in(stream("behind"), 2) ? *at + next_to.lasts.value_or(Duration{}) : *at;
    const Duration reach = choices_.one_of(stream("reach"), {milliseconds(1), milliseconds(20)});
    const Season all = season();
    const Duration moved = choices_.between(stream("to"), end - reach, end + reach);
    move_to(*fault, Duration{std::clamp(moved.ns, all.first.ns, std::max(all.first.ns, all.last.ns))});
  }
  static void move_to(ScheduledFault& fault, Duration at) {
    const Duration moved = at - std::get<Duration>(fault.at);
    fault.at = at;
    if (fault.until) fault.until = *fault.until + moved;
  }

  void add() {
    if (frame_.fixes("faults") || scenario_.faults.size() >= faults_max) return;
    append(draw_fault(scenario_, season(), Choices(seed_)));
  }
  void append(ScheduledFault fault) {
    fault.number = unused_number(scenario_.faults);
    scenario_.faults.push_back(std::move(fault));
  }
  void remove() {
    if (ScheduledFault* const fault = one(); fault != nullptr)
      scenario_.faults.erase(scenario_.faults.begin() + (fault - scenario_.faults.data()));
  }
  void aim() {
    ScheduledFault* const fault = one();
    if (fault == nullptr) return;
    draw_aim(*fault, scenario_, Choices(seed_));
  }
  void length() {
    ScheduledFault* const fault = one();
    if (fault == nullptr || fault->point()) return;
    const Duration lasts = fault->lasts.value_or(milliseconds(100));
    fault->lasts = choices_.one_in(stream("anew"), 2) ? draw_length(choices_)
                                                      : choices_.between(stream("length"), lasts / 2, lasts * 2);
  }
  void strength() {
    if (ScheduledFault* const fault = one(); fault != nullptr && !fault->type.ends) draw_values(*fault, Choices(seed_));
  }
  void splice() {
    if (frame_.fixes("faults") || other_.faults.empty() || scenario_.faults.size() >= faults_max) return;
    append(other_.faults[choices_.below(stream("splice"), other_.faults.size())]);
  }
  // Every draw of the network, of disks and of the system is another one.
  void rekey() { scenario_.seed = seed_; }
  // Whom one fault strikes, if that is drawn.
  void rekey_one() {
    if (ScheduledFault* const fault = one(); fault != nullptr) fault->number = unused_number(scenario_.faults);
  }
  // One part as another seed draws it.
  void configure() {
    const Scenario drawn = draw_scenario(frame_, seed_);
    switch (choices_.below(stream("part"), 7)) {
      case 0:
        scenario_.network.loss = drawn.network.loss;
        return;
      case 1:
        scenario_.network.delay = drawn.network.delay;
        return;
      case 2:
        scenario_.network.disk = drawn.network.disk;
        return;
      case 3:
        scenario_.network.duplication = drawn.network.duplication;
        scenario_.network.client_duplication = drawn.network.client_duplication;
        return;
      case 4:
        if (drawn.replicas <= scenario_.replicas) scenario_.clocks = drawn.clocks;
        return;
      case 5:
        scenario_.workload_options = drawn.workload_options;
        scenario_.heal = drawn.heal;
        return;
      default:
        scenario_.system_options = drawn.system_options;
    }
  }

  const Frame& frame_;
  Scenario& scenario_;
  const Scenario& other_;
  Choices choices_;
  std::uint64_t seed_;
};

}  // namespace

Scenario mutated(const Frame& frame, const Scenario& parent, const Scenario& other, std::uint64_t seed) {
  constexpr std::uint64_t attempts = 4;
  constexpr std::uint64_t changes_max = 5;
  for (std::uint64_t attempt = 0; attempt < attempts; ++attempt) {
    Scenario child = parent;
    const Choices choices(seed, change_part - 1 - attempt);
    const auto count = choices.one_of<std::uint64_t>(stream("changes"), {1, 1, 1, 2, 2, 3, changes_max});
    for (std::uint64_t i = 0; i < count; ++i) Changing(frame, child, other, seed, attempt * changes_max + i).change();
    if (frame.apply(child)) return child;
  }
  Scenario child = parent;
  child.seed = seed;
  return child;
}

}  // namespace whitewater::scenarios::fuzz
