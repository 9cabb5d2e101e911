// Times are those of programs whose elections take some hundred milliseconds up to two seconds.
#include "tools/virtual/host/drawn_plan.hpp"

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <vector>

#include "tools/virtual/host/drawn_load.hpp"
#include "tools/virtual/host/program.hpp"

namespace whitewater::tools::virtual_time {

namespace {

using scenarios::Choices;
using scenarios::KindId;
using scenarios::link_fault;
using scenarios::node_fault;
using scenarios::ReplicaRole;
using scenarios::ReplicaSet;
using scenarios::Scenario;
using scenarios::ScheduledFault;
using scenarios::uniform_delay;

class Planning {
 public:
  Planning(Scenario& scenario, const Choices& choices)
      : scenario_(scenario), choices_(choices), pace_(one_of<std::int64_t>(stream("pace"), {5, 10, 10, 10, 16})) {}

  void plan() {
    scenario_.faults.clear();
    draw_strikes();
    draw_weather();
    std::stable_sort(scenario_.faults.begin(), scenario_.faults.end(),
                     [](const ScheduledFault& a, const ScheduledFault& b) { return a.at < b.at; });
    for (ScheduledFault& fault : scenario_.faults) fault.number.reset();
    give_numbers(scenario_.faults);
  }
  // Of the strikes, and of what lies over them.
  Duration end() const { return end_; }
  const std::vector<Struck>& strikes() const { return struck_; }

 private:
  enum class Strike : std::uint8_t { partition, mute, deaf, pause, kill, fall_behind };

  template <class Value>
  Value one_of(std::uint64_t what, std::initializer_list<Value> values) const {
    return choices_.one_of(what, values);
  }
  bool one_in(std::uint64_t what, std::uint64_t count) const { return choices_.one_in(what, count); }
  Duration paced(Duration duration) const { return duration * pace_ / 10; }
  static ReplicaSet all() { return ReplicaSet::of(ReplicaRole::all); }
  static ReplicaSet leader() { return ReplicaSet::of(ReplicaRole::leader); }
  ReplicaSet some(std::uint64_t what) const {
    ReplicaSet set;
    set.random = static_cast<std::uint16_t>(1 + choices_.below(what, std::max(1u, (scenario_.replicas - 1) / 2)));
    return set;
  }
  ScheduledFault& add(const ScheduledFault& fault, Duration lasts) {
    ScheduledFault& added = scenario_.faults.emplace_back(fault);
    added.lasts = lasts;
    return added;
  }

  // Raft as it is in the paper may do nothing while a link is cut in one direction: a leader that hears nobody still
  // keeps the others quiet, and whoever does not hear its leader disturbs it. So that ends before it is called silence.
  Duration bearable(Duration cut) const { return std::min(cut, program(scenario_).patience / 2); }
  static constexpr Duration bearable_gap = seconds(1);

  // --- strikes: one after the other, as soon as the cluster has recovered, or a little before ---

  Strike draw_strike() const {
    return one_of(stream("strike"),
                  {Strike::partition, Strike::partition, Strike::partition, Strike::partition, Strike::mute,
                   Strike::mute, Strike::deaf, Strike::pause, Strike::kill, Strike::fall_behind});
  }
  Strike draw_leader_strike() const {
    return one_of(stream("at the leader"), {Strike::kill, Strike::partition, Strike::pause, Strike::mute});
  }
  void draw_strikes() {
    const auto strikes = one_of<std::uint64_t>(stream("strikes"), {1, 2, 3, 4, 4, 4, 5, 5});
    const Strike usual = draw_strike();
    // One mistake takes the same again and again, another one spoils a log in one way and shows it in another.
    const std::uint64_t another = one_of<std::uint64_t>(stream("mixed"), {1, 2, 4, 8});
    const Duration length = draw_length();
    const Duration gap = draw_gap();
    const Choices whole = choices_;
    bool behind = false;
    unsigned kills = 0;
    Duration at = load_begins + paced(one_of(stream("first"), {milliseconds(300), milliseconds(700), seconds(1)}));
    end_ = at;
    for (std::uint64_t i = 0; i < strikes; ++i) {
      choices_ = Choices(whole.word(stream("strike")), i);
      const bool alike = !one_in(stream("another"), another);
      // Who fell behind matters when something else happens then.
      Strike what = behind && usual == Strike::fall_behind ? draw_leader_strike() : alike ? usual : draw_strike();
      // One more kill would leave no majority: a partition takes its place.
      if (what == Strike::kill && ++kills > (scenario_.replicas - 1) / 2) what = Strike::partition;
      const Duration next = strike(what, at, alike ? length : draw_length(), alike ? gap : draw_gap());
      struck_.push_back({at, next});
      at = next;
      behind = what == Strike::fall_behind;
      end_ = std::max(end_, at);
    }
    choices_ = whole;
  }
  Duration draw_length() const {
    return paced(one_of(stream("length"), {milliseconds(800), milliseconds(1'200), milliseconds(1'600), seconds(2),
                                           milliseconds(2'500)}));
  }
  // Below zero: the next strike begins before this one is over.
  Duration draw_gap() const {
    return paced(one_of(stream("gap"), {milliseconds(-500), milliseconds(20), milliseconds(300), milliseconds(600),
                                        milliseconds(1'000)}));
  }
  // When the next one begins.
  Duration strike(Strike what, Duration at, Duration length, Duration gap) {
    switch (what) {
      case Strike::partition:
        add(node_fault(KindId::partition, at, draw_side()), length);
        break;
      case Strike::mute:
        mute(at, length);
        break;
      case Strike::deaf: {
        const Duration lasts = bearable(length);
        add(link_fault(KindId::cut, at, all(), leader()), lasts);
        return at + lasts + std::max(gap, bearable_gap);
      }
      case Strike::pause:
        add(node_fault(KindId::pause, at, leader()), length);
        // Several ask for votes at once when messages take as long as their timeouts differ.
        if (one_in(stream("slow votes"), 3))
          add(link_fault(KindId::delay, at, all(), all()), length * 3 / 4)
              .set(uniform_delay(paced(milliseconds(100)), paced(milliseconds(350))));
        break;
      case Strike::kill:
        return kill(at, length);
      case Strike::fall_behind:
        // Whoever hears nothing for long is heard again just when the next strike comes.
        if (one_in(stream("both ways"), 2))
          add(node_fault(KindId::partition, at, some(stream("behind"))), length);
        else
          add(link_fault(KindId::cut, at, all(), some(stream("behind"))), length);
        return at + length + milliseconds(20);
    }
    return at + std::max(length + gap, length / 2);
  }
  // What others have of its last entries it may not hear any more; and it hears of the next leader.
  void mute(Duration at, Duration length) {
    const Duration deaf = one_of(stream("deaf first"), {Duration{}, milliseconds(100), milliseconds(300)});
    if (deaf > Duration{}) add(link_fault(KindId::cut, at, all(), leader()), deaf);
    add(link_fault(KindId::cut, at + deaf, leader(), all()), length);
  }
  ReplicaSet draw_side() const {
    ReplicaSet side = leader();
    if (one_in(stream("previous"), 8)) side = ReplicaSet::of(ReplicaRole::previous_leader);
    if (scenario_.replicas > 3 && one_in(stream("with"), 3)) side.random = 1;
    return side;
  }
  // What it did in its last moments nobody may have heard.
  Duration kill(Duration at, Duration length) {
    const Duration alone = one_of(stream("alone"), {Duration{}, milliseconds(60), milliseconds(400)});
    if (alone > Duration{}) {
      if (one_in(stream("cut off"), 2))
        add(node_fault(KindId::partition, at, leader()), alone);
      else
        add(link_fault(KindId::cut, at, leader(), all()), alone);
    }
    scenario_.faults.push_back(node_fault(KindId::kill, at + alone, leader()));
    return at + alone + length;
  }

  // --- weather: over all strikes ---

  void draw_weather() {
    const auto kind = choices_.below(stream("weather"), 12);
    const Duration begin = load_begins + milliseconds(100);
    const Duration most = std::max(end_, begin + paced(seconds(3)));
    const Duration lasts = most - begin;
    if (kind < 5) end_ = most;
    const bool any = program(scenario_).network == ProgramNetwork::any;
    if (kind == 0)
      add(link_fault(KindId::loss, begin, all(), all()), lasts)
          .set(choices_.probability(stream("loss"), {100'000, 400'000}));
    if (kind == 1)
      add(link_fault(KindId::delay, begin, all(), all()), lasts)
          .set(scenarios::tailed_delay(microseconds(50), milliseconds(1), {100'000}, seconds(1), seconds(3)));
    if (kind == 2)
      add(link_fault(KindId::delay, begin, all(), all()), lasts)
          .set(uniform_delay(microseconds(50), one_of(stream("delay"), {milliseconds(40), milliseconds(300)})));
    if (kind == 3) {
      const ReplicaSet from = some(stream("from")), to = one_in(stream("to all"), 2) ? all() : some(stream("to"));
      if (one_in(stream("one link slow"), 2))
        add(link_fault(KindId::delay, begin, from, to), lasts).set(uniform_delay(milliseconds(5), milliseconds(200)));
      else
        add(link_fault(KindId::cut, begin, from, to), bearable(lasts));
    }
    if (kind == 4)
      add(node_fault(KindId::slow, begin, one_in(stream("slow leader"), 2) ? leader() : some(stream("slow"))), lasts)
          .set(one_of(stream("busy"), {microseconds(500), milliseconds(3), milliseconds(10)}));
    if (any && one_in(stream("again"), 2)) {
      end_ = most;
      add(link_fault(KindId::duplication, begin, all(), all()), lasts)
          .set(choices_.probability(stream("twice"), {50'000, 300'000}));
      if (kind > 4 && one_in(stream("overtake"), 2))
        add(link_fault(KindId::delay, begin, all(), all()), lasts)
            .set(uniform_delay(microseconds(50), milliseconds(40)));
    }
  }

  Scenario& scenario_;
  Choices choices_;
  std::int64_t pace_;  // tenths
  Duration end_;
  std::vector<Struck> struck_;
};

// As fast as a local network, most often: what is slow, or lost, is so for a time.
void draw_network(Scenario& scenario, const Choices& choices) {
  if (choices.one_in(stream("network as drawn"), 4)) return;
  const scenarios::Network plain;
  scenario.network.delay = plain.delay;
  scenario.network.client_delay = plain.client_delay;
  scenario.network.loss = {};
  scenario.network.links.clear();
}

}  // namespace

void draw_plan(Scenario& drawn, const Choices& choices) {
  // Programs are not healed (temper.hpp), and what would come after it would be left out.
  drawn.heal.reset();
  const bool registers = drawn.workload->name == "registers";
  if (choices.one_in(stream("as every system"), 8)) {
    if (registers) draw_load(drawn, choices, {}, load_begins + seconds(5));
    return;
  }
  draw_network(drawn, choices);
  Planning planning(drawn, choices);
  planning.plan();
  if (registers) draw_load(drawn, choices, planning.strikes(), planning.end());
}

}  // namespace whitewater::tools::virtual_time
