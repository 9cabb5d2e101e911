// One function for each kind of trouble.
#include "scenarios/search/composite_trouble.hpp"

#include <algorithm>

#include "scenarios/format/scheduled_fault.hpp"
#include "scenarios/format/toolbox.hpp"

namespace whitewater::scenarios {

namespace {

class Composing {
 public:
  Composing(Scenario& scenario, const Choices& choices, Duration begin, Duration last)
      : scenario_(scenario), choices_(choices), begin_(begin), last_(last) {}

  void compose() {
    switch (choices_.below(stream("composite kind"), 8)) {
      case 0:
        return pause();
      case 1:
        return slow_nodes();
      case 2:
      case 3:
        return flap();
      case 4:
        return few_hear_the_leader();
      case 5:
        return late_answers();
      case 6:
        return long_delays();
      default:
        return at_an_occurrence();
    }
  }

 private:
  ScheduledFault& add(const ScheduledFault& fault, Duration lasts) {
    ScheduledFault& added = scenario_.faults.emplace_back(fault);
    added.lasts = lasts;
    return added;
  }
  template <class Value>
  Value one_of(std::uint64_t what, std::initializer_list<Value> values) const {
    return choices_.one_of(what, values);
  }
  NodeId node(std::uint64_t what) const {
    return NodeId{static_cast<std::uint16_t>(choices_.below(what, scenario_.replicas))};
  }
  static ReplicaSet all() { return ReplicaSet::of(ReplicaRole::all); }
  static ReplicaSet leader() { return ReplicaSet::of(ReplicaRole::leader); }
  // The leader, whom leaders were before, or whoever it may be.
  ReplicaSet somebody() const {
    switch (choices_.below(stream("somebody"), 4)) {
      case 0:
        return ReplicaSet::of(ReplicaRole::previous_leader);
      case 1:
        return ReplicaSet::of(NodeSet::of(node(stream("node"))));
      default:
        return leader();
    }
  }

  void pause() {
    add(node_fault(KindId::pause, begin_, somebody()),
        one_of(stream("pause"), {milliseconds(60), milliseconds(250), milliseconds(700), milliseconds(1'500)}));
  }
  void slow_nodes() {
    add(node_fault(KindId::slow, begin_, somebody()), one_of(stream("slow"), {milliseconds(300), seconds(1)}))
        .set(one_of(stream("busy"), {microseconds(500), milliseconds(3), milliseconds(10)}));
  }
  // Partitions that follow each other without restarts: whoever leads is cut off, again and again, so that nodes lead
  // twice in one life, and entries of several terms meet.
  void flap() {
    const Duration apart = one_of(stream("apart"), {milliseconds(250), milliseconds(450), milliseconds(900)});
    ScheduledFault& fault = add(node_fault(KindId::partition, begin_, somebody()), apart * 2 / 3);
    const Duration until = std::min(begin_ + apart * one_of<std::int64_t>(stream("times"), {3, 6, 10}), last_);
    if (until <= begin_) return;
    fault.every = apart;
    fault.until = until;
  }
  // The leader is on one side with few others, too few for a quorum.
  void few_hear_the_leader() {
    ReplicaSet side = leader();
    side.random = static_cast<std::uint16_t>(1 + choices_.below(stream("few"), std::max(1u, scenario_.replicas / 3)));
    add(node_fault(KindId::partition, begin_, side),
        one_of(stream("few for"), {milliseconds(400), milliseconds(1'500)}));
  }
  // Answers to a leader take long; then the leader is cut off, with the answers on their way.
  void late_answers() {
    const Duration slow = one_of(stream("late for"), {milliseconds(200), milliseconds(500)});
    add(link_fault(KindId::delay, begin_, all(), leader()), slow)
        .set(one_of(stream("late"), {uniform_delay(milliseconds(50), milliseconds(300)),
                                     uniform_delay(milliseconds(200), milliseconds(900))}));
    const Duration then = std::min(begin_ + slow * 2 / 3, last_);
    add(node_fault(KindId::partition, then, leader()), one_of(stream("then"), {milliseconds(350), milliseconds(800)}));
  }
  // Messages outlast two elections.
  void long_delays() {
    const ReplicaSet from = choices_.one_in(stream("from all"), 2) ? all() : somebody();
    add(link_fault(KindId::delay, begin_, from, all()),
        one_of(stream("long for"), {milliseconds(80), milliseconds(300)}))
        .set(uniform_delay(milliseconds(200), milliseconds(1'600)));
  }
  // Something happens just when a node says that it has come to something.
  void at_an_occurrence() {
    const auto tables = scenario_.system->notes;
    if (tables.empty()) return pause();
    const std::span<const NoteWords> notes = tables.front();
    Trigger trigger;
    trigger.note = &notes[choices_.below(stream("note"), notes.size())];
    trigger.nth = static_cast<std::uint32_t>(1 + choices_.below(stream("nth"), 8));
    trigger.after = one_of(stream("after"), {Duration{}, microseconds(400), milliseconds(3), milliseconds(30)});
    const Duration lasts = one_of(stream("for"), {milliseconds(50), milliseconds(300), milliseconds(900)});
    const KindId kind = one_of(stream("what"), {KindId::kill, KindId::partition, KindId::pause, KindId::partition});
    add(node_fault(kind, trigger, somebody()), lasts);
  }

  Scenario& scenario_;
  Choices choices_;
  Duration begin_;
  Duration last_;
};

}  // namespace

void add_flapping_leader(Scenario& scenario, const Choices& choices, Duration begin, Duration last) {
  ScheduledFault fault = node_fault(KindId::partition, begin, ReplicaSet::of(ReplicaRole::leader));
  fault.lasts = milliseconds(250);
  fault.every = choices.one_of(stream("flapping"), {milliseconds(450), milliseconds(450), milliseconds(600)});
  fault.until = last;
  scenario.faults.push_back(fault);
}

void add_composite_trouble(Scenario& scenario, const Choices& choices, Duration begin, Duration last) {
  Composing(scenario, choices, begin, last).compose();
}

}  // namespace whitewater::scenarios
