// What every scenario has is drawn here; system and workload draw their own options.
#include "scenarios/search/random_scenario.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <utility>

#include "scenarios/format/choices.hpp"
#include "scenarios/search/composite_trouble.hpp"

namespace whitewater::scenarios {

namespace {

using simnet::DelayModel;

constexpr Duration first_fault = milliseconds(350);
// No fault begins so late before the heal, nor after this when there is none.
constexpr Duration quiet_end = milliseconds(500);
constexpr Duration usual_end = seconds(6);

class Drawing {
 public:
  Drawing(const Toolbox& toolbox, const System& system, const Workload& workload, std::uint64_t seed)
      : seed_(seed), scenario_(make_scenario(toolbox, system, workload)) {
    scenario_.seed = seed;
  }

  Scenario draw() {
    scenario_.name = "random-" + std::to_string(seed_);
    draw_replicas();
    draw_network();
    draw_clocks();
    if (scenario_.workload->draw != nullptr) scenario_.workload->draw(scenario_, choices_);
    draw_jumps();
    if (scenario_.system->draw != nullptr) scenario_.system->draw(scenario_, choices_);
    draw_faults();
    std::stable_sort(scenario_.faults.begin(), scenario_.faults.end(),
                     [](const ScheduledFault& a, const ScheduledFault& b) { return a.at < b.at; });
    give_numbers(scenario_.faults);
    return std::move(scenario_);
  }

 private:
  // Of what is chosen now: the scenario, or one episode.
  std::uint64_t below(std::uint64_t what, std::uint64_t count) const { return choices_.below(what, count); }
  bool one_in(std::uint64_t what, std::uint64_t count) const { return choices_.one_in(what, count); }
  template <class Value>
  Value one_of(std::uint64_t what, std::initializer_list<Value> values) const {
    return choices_.one_of(what, values);
  }

  void draw_replicas() {
    const std::span<const unsigned> sizes = scenario_.system->sizes;
    const unsigned drawn = sizes.empty() ? one_of<unsigned>(stream("replicas"), {3, 3, 3, 4, 4, 5, 5, 5, 6, 7, 8, 9})
                                         : sizes[below(stream("replicas"), sizes.size())];
    replicas_ = std::clamp(drawn, scenario_.system->replicas_min, scenario_.system->replicas_max);
    scenario_.replicas = replicas_;
  }

  void draw_network() {
    Network& network = scenario_.network;
    network.loss = choices_.probability(stream("drops"), {0, 0, 10'000, 50'000, 150'000});
    network.delay = draw_delay(stream("delay"));
    network.client_delay =
        one_of(stream("client_delay"),
               {uniform_delay(microseconds(50), microseconds(300)),
                tailed_delay(microseconds(100), milliseconds(2), {50'000}, milliseconds(50), milliseconds(300))});
    network.duplication = choices_.probability(stream("duplication"), {0, 20'000, 200'000});
    network.client_duplication = choices_.probability(stream("client_duplication"), {0, 50'000});
    network.disk =
        one_of(stream("disk"),
               {DelayModel{}, uniform_delay(microseconds(100), milliseconds(3)),
                tailed_delay(microseconds(200), milliseconds(2), {20'000}, milliseconds(10), milliseconds(80))});
  }

  // In one of four scenarios clocks run apart, each as far as two may: half of the drift away from the world's.
  void draw_clocks() {
    if (!one_in(stream("clocks"), 4)) return;
    // The fastest follower waits for the slowest leader: a long tail of delays would bring elections without a fault.
    scenario_.network.delay =
        uniform_delay(microseconds(100), one_of(stream("clocks delay"), {microseconds(500), milliseconds(20)}));
    scenario_.network.disk =
        one_of(stream("clocks disk"), {DelayModel{}, uniform_delay(microseconds(100), milliseconds(3))});
    const auto drift = one_of<std::int32_t>(stream("drift"), {20'000, 400'000, 400'000, 400'000, 400'000});
    for (std::uint16_t i = 0; i < replicas_; ++i) {
      const bool fast = (choices_.word(stream("fast")) >> i & 1) != 0;
      const Duration ahead = milliseconds(static_cast<std::int64_t>(choices_.word(stream("ahead")) >> i & 0xFF));
      scenario_.clocks.push_back({NodeId{i}, fast ? drift / 2 : -drift / 2, ahead, {}});
    }
  }

  // In one of eight of the others, clocks are set back, twice each: so long they stand still.
  void draw_jumps() {
    if (!scenario_.clocks.empty() || !one_in(stream("jumps"), 8)) return;
    const Duration half = (scenario_.heal.value_or(usual_end) - quiet_end) / 2;
    for (std::uint16_t i = 0; i < replicas_; ++i) {
      const Choices own(seed_, stream("jumps of") + i);
      NodeClock& clock = scenario_.clocks.emplace_back(NodeClock{NodeId{i}, 0, {}, {}});
      for (std::int64_t part = 0; part < 2; ++part) {
        const Duration within = own.between(stream("jump") + static_cast<std::uint64_t>(part), first_fault, half);
        const Duration back = own.between(stream("back"), milliseconds(200), milliseconds(900));
        clock.jumps.push_back({half * part + within, Duration{} - back});
      }
    }
  }

  DelayModel draw_delay(std::uint64_t what) const {
    return one_of(
        what, {uniform_delay(microseconds(100), microseconds(500)), uniform_delay(microseconds(100), milliseconds(20)),
               tailed_delay(microseconds(200), milliseconds(2), {50'000}, milliseconds(20), milliseconds(90))});
  }

  // --- faults: episodes, each with its own beginning and end ------------------------------------------------

  void draw_faults() {
    const Duration last = scenario_.heal.value_or(usual_end);
    const std::uint64_t episodes = 2 + below(stream("episodes"), 11);
    for (std::uint64_t i = 1; i <= episodes; ++i) {
      choices_ = Choices(seed_, i);
      begin_ = choices_.between(stream("begin"), first_fault, std::max(first_fault, last - quiet_end));
      end_ = begin_ +
             one_of(stream("length"), {milliseconds(30), milliseconds(200), milliseconds(600), milliseconds(1500)});
      if (one_in(stream("composite"), 3))
        add_composite_trouble(scenario_, choices_, begin_, last);
      else
        draw_episode();
    }
    choices_ = Choices(seed_);
    draw_disk_faults(last);
    draw_clogs(last);
    // Clocks of their own matter while one leader follows another.
    if (!scenario_.clocks.empty()) add_flapping_leader(scenario_, choices_, first_fault * 2, last);
    // A fault that would last longer ends at the heal.
    std::erase_if(scenario_.faults, [&](const ScheduledFault& fault) {
      const std::optional<Duration> at = time_of(fault.at);
      return at && *at > last;
    });
  }

  // In one of three scenarios whose disks take time, some of them take long for a while, or stand still.
  void draw_disk_faults(Duration last) {
    if (scenario_.network.disk.zero() || !one_in(stream("disk faults"), 3)) return;
    const std::uint64_t count = 1 + below(stream("disk faults count"), 4);
    for (std::uint64_t i = 1; i <= count; ++i) {
      const Choices own(seed_, stream("disk fault") + i);
      const bool stalls = own.one_in(stream("stalls"), 2);
      const bool leader = own.one_in(stream("of leader"), 2);
      const NodeId other{static_cast<std::uint16_t>(own.below(stream("of"), replicas_))};
      ScheduledFault fault =
          node_fault(stalls ? KindId::disk_stall : KindId::disk_delay,
                     own.between(stream("begin"), first_fault, std::max(first_fault, last - quiet_end)),
                     leader ? ReplicaSet::of(ReplicaRole::leader) : ReplicaSet::of(NodeSet::of(other)));
      fault.lasts = own.one_of(stream("length"), {milliseconds(60), milliseconds(300), milliseconds(900)});
      if (!stalls)
        fault.set(own.one_of(stream("delay"), {uniform_delay(milliseconds(1), milliseconds(40)),
                                               uniform_delay(milliseconds(50), milliseconds(400))}));
      scenario_.faults.push_back(fault);
    }
  }

  // In one of four scenarios links are clogged, so that many messages of an old term arrive at once.
  void draw_clogs(Duration last) {
    if (!one_in(stream("clogs"), 4)) return;
    const std::uint64_t count = 1 + below(stream("clogs count"), 3);
    for (std::uint64_t i = 1; i <= count; ++i) {
      const Choices own(seed_, stream("clog") + i);
      const ReplicaSet all = ReplicaSet::of(ReplicaRole::all);
      const NodeId other{static_cast<std::uint16_t>(own.below(stream("of"), replicas_))};
      const ReplicaSet side =
          own.one_in(stream("of leader"), 2) ? ReplicaSet::of(ReplicaRole::leader) : ReplicaSet::of(NodeSet::of(other));
      const bool towards = own.one_in(stream("towards"), 2);
      ScheduledFault fault =
          link_fault(KindId::clog, own.between(stream("begin"), first_fault, std::max(first_fault, last - quiet_end)),
                     towards ? all : side, towards ? side : all);
      fault.lasts = own.one_of(stream("length"), {milliseconds(60), milliseconds(400), milliseconds(1'200)});
      scenario_.faults.push_back(fault);
    }
  }

  void draw_episode() {
    switch (below(stream("kind"), 10)) {
      case 0:
      case 1:
      case 2:
        return kill_and_restart();
      case 3:
      case 4:
      case 5:
        strike(KindId::partition, begin_).replicas = draw_side();
        relieve(KindId::partition, end_);
        return;
      case 6:
      case 7:
        return cut();
      case 8:
        return lose();
      default:
        return slow_down();
    }
  }

  ScheduledFault& strike(KindId kind, Duration at) {
    ScheduledFault& fault = scenario_.faults.emplace_back();
    fault.type.kind = kind;
    fault.at = at;
    return fault;
  }

  ScheduledFault& relieve(KindId kind, Duration at) {
    ScheduledFault& fault = strike(kind, at);
    fault.type.ends = true;
    return fault;
  }

  // In one of three cases the leader, in one of eight all replicas, otherwise random replicas.
  void kill_and_restart() {
    ReplicaSet victims = draw_side();
    if (one_in(stream("all"), 8)) victims = ReplicaSet::of(ReplicaRole::all);
    strike(KindId::kill, begin_).replicas = victims;
    const bool known = !victims.has(ReplicaRole::leader);
    relieve(KindId::kill, end_).replicas = known ? victims : ReplicaSet::of(ReplicaRole::dead);
  }

  // The leader alone, one replica, or any number below all of them.
  ReplicaSet draw_side() const {
    const std::uint64_t choice = below(stream("side"), 6);
    if (choice < 2) return ReplicaSet::of(ReplicaRole::leader);
    if (choice < 4) return ReplicaSet::of(NodeSet::of(draw_node(stream("one"))));
    ReplicaSet side;
    for (std::uint16_t i = 0; i < replicas_; ++i)
      if ((choices_.word(stream("members")) >> i & 1) != 0) side.nodes.insert(NodeId{i});
    if (side.nodes.size() == replicas_ || side.nodes.empty()) side.nodes = NodeSet::of(draw_node(stream("other")));
    return side;
  }
  NodeId draw_node(std::uint64_t what) const { return NodeId{static_cast<std::uint16_t>(below(what, replicas_))}; }

  // One way: from a side to all replicas, or from all replicas to the side; or a single link.
  void cut() {
    const ReplicaSet all = ReplicaSet::of(ReplicaRole::all);
    ReplicaSet from = draw_side();
    ReplicaSet to = all;
    if (one_in(stream("link"), 3))
      to = ReplicaSet::of(NodeSet::of(draw_node(stream("to"))));
    else if (one_in(stream("towards"), 2))
      std::swap(from, to);
    ScheduledFault& begin = strike(KindId::cut, begin_);
    begin.from = from;
    begin.to = to;
    // Another replica may lead by then, so all links heal.
    ScheduledFault& end = relieve(KindId::cut, end_);
    end.from = end.to = all;
  }

  void lose() {
    const ReplicaSet side = one_in(stream("everywhere"), 2) ? ReplicaSet::of(ReplicaRole::all) : draw_side();
    const ReplicaSet all = ReplicaSet::of(ReplicaRole::all);
    ScheduledFault& begin = strike(KindId::loss, begin_);
    begin.from = side;
    begin.to = all;
    begin.set(Probability{one_of<std::uint32_t>(stream("loss"), {200'000, 500'000, 900'000})});
    ScheduledFault& end = strike(KindId::loss, end_);
    end.from = end.to = all;
    end.set(scenario_.network.loss);
  }

  // Long and uneven delays: messages of one term arrive in a later term.
  void slow_down() {
    const ReplicaSet side = one_in(stream("everywhere"), 2) ? ReplicaSet::of(ReplicaRole::all) : draw_side();
    const ReplicaSet all = ReplicaSet::of(ReplicaRole::all);
    ScheduledFault& begin = strike(KindId::delay, begin_);
    begin.from = side;
    begin.to = all;
    begin.set(one_of(stream("slow"), {uniform_delay(milliseconds(1), milliseconds(80)),
                                      uniform_delay(milliseconds(1), milliseconds(600))}));
    ScheduledFault& end = strike(KindId::delay, end_);
    end.from = end.to = all;
    end.set(scenario_.network.delay);
  }

  std::uint64_t seed_;
  Choices choices_{seed_};
  Scenario scenario_;
  unsigned replicas_ = 3;
  Duration begin_;
  Duration end_;
};

}  // namespace

Scenario random_scenario(const Toolbox& toolbox, const System& system, const Workload& workload, std::uint64_t seed) {
  return Drawing(toolbox, system, workload, seed).draw();
}

}  // namespace whitewater::scenarios
