// Each choice is a hash of the seed and of what is chosen, so a new choice changes no other choice.
#include "scenarios/search/random_scenario.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include <utility>

#include "core/base/hash.hpp"
#include "core/base/random.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/systems/replica_options.hpp"
#include "scenarios/workloads/course_options.hpp"

namespace whitewater::scenarios {

namespace {

using simnet::DelayModel;

constexpr Duration start_wait = milliseconds(700);
constexpr Duration load_time = seconds(5);

DelayModel uniform_delay(Duration low, Duration high) {
  DelayModel model;
  model.kind = DelayModel::Kind::uniform;
  model.low = low;
  model.high = high;
  return model;
}

// Mostly short; with the given probability much longer, so that later messages overtake.
DelayModel tailed_delay(Duration low, Duration high, Probability tail, Duration tail_low, Duration tail_high) {
  DelayModel model = uniform_delay(low, high);
  model.kind = DelayModel::Kind::bimodal;
  model.tail = tail;
  model.tail_low = tail_low;
  model.tail_high = tail_high;
  return model;
}

class Drawing {
 public:
  explicit Drawing(std::uint64_t seed) : seed_(seed) { scenario_.seed = seed; }

  Scenario draw() {
    scenario_.name = "random-" + std::to_string(seed_);
    draw_rules();
    draw_network();
    draw_replica();
    draw_faults();
    std::stable_sort(scenario_.faults.begin(), scenario_.faults.end(),
                     [](const ScheduledFault& a, const ScheduledFault& b) { return a.at < b.at; });
    give_numbers(scenario_.faults);
    scenario_.heal = exercise(scenario_).end();
    return std::move(scenario_);
  }

 private:
  std::uint64_t word(std::uint64_t what) const { return hash_words(seed_, stream("random_scenario"), what, episode_); }
  // In [0, count).
  std::uint64_t below(std::uint64_t what, std::uint64_t count) const { return scale(word(what), count); }
  bool one_in(std::uint64_t what, std::uint64_t count) const { return below(what, count) == 0; }
  Duration between(std::uint64_t what, Duration low, Duration high) const { return uniform(word(what), low, high); }
  template <class Value>
  Value one_of(std::uint64_t what, std::initializer_list<Value> values) const {
    return values.begin()[below(what, values.size())];
  }

  void draw_rules() {
    course::Exercise& rules = exercise(scenario_);
    replicas_ = one_of<unsigned>(stream("replicas"), {3, 3, 3, 4, 5, 5, 5, 6, 7, 9});
    scenario_.replicas = replicas_;
    rules.lifetime = load_time;
    rules.start_wait = start_wait;
    rules.end_wait = milliseconds(500);
    rules.requests = one_of<std::uint32_t>(stream("requests"), {40, 80, 150, 300});
    rules.mix = {one_of<std::uint32_t>(stream("mix"), {300'000, 500'000, 700'000})};
    scenario_.network.loss = {one_of<std::uint32_t>(stream("drops"), {0, 0, 10'000, 50'000, 150'000})};
    rules.max_packets = 900'000;
    rules.get_fail_max = rules.put_fail_max = {Probability::ppm_max};
    rules.shared_keys = one_of<std::uint32_t>(stream("shared_keys"), {1, 2, 4});
    rules.stray = {one_of<std::uint32_t>(stream("stray"), {50'000, 200'000, 500'000})};
    rules.ask_again = one_of(stream("ask_again"), {Duration{}, milliseconds(120), milliseconds(250)});
  }

  void draw_network() {
    Network& network = scenario_.network;
    network.delay = draw_delay(stream("delay"));
    network.client_delay =
        one_of(stream("client_delay"),
               {uniform_delay(microseconds(50), microseconds(300)),
                tailed_delay(microseconds(100), milliseconds(2), {50'000}, milliseconds(50), milliseconds(300))});
    network.duplication = {one_of<std::uint32_t>(stream("duplication"), {0, 20'000, 200'000})};
    network.client_duplication = {one_of<std::uint32_t>(stream("client_duplication"), {0, 50'000})};
    network.disk =
        one_of(stream("disk"),
               {DelayModel{}, uniform_delay(microseconds(100), milliseconds(3)),
                tailed_delay(microseconds(200), milliseconds(2), {20'000}, milliseconds(10), milliseconds(80))});
  }

  DelayModel draw_delay(std::uint64_t what) const {
    return one_of(
        what, {uniform_delay(microseconds(100), microseconds(500)), uniform_delay(microseconds(100), milliseconds(20)),
               tailed_delay(microseconds(200), milliseconds(2), {50'000}, milliseconds(20), milliseconds(90))});
  }

  void draw_replica() {
    ReplicaOptions& replica = replica_options(scenario_);
    replica = {};
    raft::Timing& timing = replica.timing;
    timing = {};
    timing.heartbeat_interval = milliseconds(50);
    timing.election_timeout_min = milliseconds(150);
    timing.election_timeout_max = milliseconds(300);
    timing.retransmit_after = milliseconds(25);
    timing.hedge_after = milliseconds(8);
    timing.commit_notice_after = one_of(stream("commit_notice"), {Duration{}, milliseconds(20)});
    replica.redirect_freshness = milliseconds(120);
    replica.replication =
        one_of(stream("replication"), {raft::ReplicationPolicy::broadcast, raft::ReplicationPolicy::thrifty});
    replica.reads = one_of(stream("reads"), {raft::ReadPolicy::read_index, raft::ReadPolicy::lease});
    replica.heartbeats =
        one_of(stream("heartbeats"), {raft::HeartbeatPolicy::always, raft::HeartbeatPolicy::suppressed});
    replica.prevote = !one_in(stream("prevote"), 3);
    replica.check_quorum = !one_in(stream("check_quorum"), 4);
    // Either small batches or few appends in flight: both at once would be too slow for the load.
    const auto [bytes, inflight] = one_of<std::pair<std::uint32_t, std::uint32_t>>(
        stream("append"), {{200, 16}, {700, 6}, {48 * 1024, 1}, {48 * 1024, 16}});
    replica.append_bytes_max = bytes;
    replica.inflight_max = inflight;
    replica.gather_puts = one_in(stream("gather"), 4);
  }

  // --- faults: episodes, each with its own beginning and end
  // -----------------------------------------------------------

  void draw_faults() {
    const std::uint64_t episodes = 2 + below(stream("episodes"), 11);
    for (std::uint64_t i = 1; i <= episodes; ++i) {
      episode_ = i;
      begin_ = between(stream("begin"), start_wait / 2, start_wait + load_time);
      end_ = begin_ +
             one_of(stream("length"), {milliseconds(30), milliseconds(200), milliseconds(600), milliseconds(1500)});
      draw_episode();
    }
    episode_ = 0;
    // A fault that would last longer ends at the heal.
    const Duration last = exercise(scenario_).end();
    std::erase_if(scenario_.faults, [&](const ScheduledFault& fault) { return time_of(fault.at) > last; });
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
      if ((word(stream("members")) >> i & 1) != 0) side.nodes.insert(NodeId{i});
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
  Scenario scenario_ = standard_scenario();
  unsigned replicas_ = 3;
  std::uint64_t episode_ = 0;
  Duration begin_;
  Duration end_;
};

}  // namespace

Scenario random_scenario(std::uint64_t seed) {
  return Drawing(seed).draw();
}

}  // namespace whitewater::scenarios
