// Bench: a few replicas on a table. A small host that keeps the contract of actor.hpp with instant disks, and
// shows everything: who was answered what, what each replica remarked, what it has on disk. Messages take a
// drawn time of 1 to 3 ms; replicas can be cut off, killed and started again between any two moments.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "core/actor/slot_contents.hpp"
#include "core/base/random.hpp"
#include "core/kv/replica_actor.hpp"
#include "core/raft/peer_message.hpp"
#include "tests/catch.hpp"

namespace whitewater::kv {

inline std::string numbered(const char* prefix, std::uint64_t number) {
  std::string text = prefix;
  text += std::to_string(number);
  return text;
}

class Bench {
 public:
  struct Answer {
    NodeId replica;
    NodeId client;
    client::Reply::Outcome outcome;
    std::string mid;
    std::string value;
    bool has_value = false;
    NodeId leader;
  };
  struct Remark {
    NodeId replica;
    Effects::Note note;
  };

  explicit Bench(unsigned replicas, std::uint64_t seed = 1) : nodes_(replicas), seed_(seed) {
    config.raft.replicas = replicas;
    config.raft.seed = seed;
  }
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;
  // Payloads go before the pool they lie in.
  ~Bench() {
    for (Node& node : nodes_) node.actor.reset({});
  }

  // To change before start().
  ReplicaConfig config;

  void start() {
    for (unsigned i = 0; i < nodes_.size(); ++i) {
      config.raft.self = id(i);
      nodes_[i].actor.reset(config);
      begin_life(id(i));
    }
  }

  // As new, but for the memory that the replicas keep.
  void clear() {
    for (Node& node : nodes_) {
      node.actor.reset({});
      node.log.clear();
      node.log_first = 1;
      node.slots.clear();
    }
    flights_.clear();
    answers.clear();
    remarks.clear();
    fingerprints = 0;
    side_ = between_ = {};
    now_ = {};
    sequence_ = 0;
  }

  // The index of the first entry on its disk.
  std::uint64_t disk_begins(NodeId node) const { return nodes_[node.value].log_first; }
  const ReplicaActor& actor(NodeId node) const { return nodes_[node.value].actor; }
  Time now() const { return now_; }
  bool alive(NodeId node) const { return nodes_[node.value].alive; }
  NodeSet replicas() const { return NodeSet::first(static_cast<unsigned>(nodes_.size())); }

  void kill(NodeId node) { nodes_[node.value].alive = false; }
  void restart(NodeId node) { begin_life(node); }
  // Messages between side and the others are lost from now on; those on their way arrive.
  void cut(NodeSet side) { side_ = side; }
  void heal() { side_ = between_ = {}; }
  // But these two hear each other although they are on different sides.
  void link_only(NodeId a, NodeId b) { between_ = NodeSet::of(a) | NodeSet::of(b); }
  // What is on its way between replicas is lost.
  void lose_messages_in_flight() {
    flights_.erase(std::remove_if(flights_.begin(), flights_.end(),
                                  [](const Flight& flight) { return flight.kind == SendKind::message; }),
                   flights_.end());
  }

  // Handed to the replica at once.
  void put(NodeId replica, std::uint16_t client, const std::string& mid, const std::string& key,
           const std::string& value) {
    request(replica, NodeId{client}, client::make_put(pool, NodeId{client}, no_node, mid, key, value));
  }
  void get(NodeId replica, std::uint16_t client, const std::string& mid, const std::string& key) {
    request(replica, NodeId{client}, client::make_get(pool, NodeId{client}, no_node, mid, key));
  }
  void request(NodeId replica, NodeId client, const PayloadRef& payload) {
    if (alive(replica)) handle(replica, RequestArrived{client, payload});
  }
  void message(NodeId replica, NodeId from, const PayloadRef& payload) {
    if (alive(replica)) handle(replica, MessageArrived{from, payload});
  }

  std::size_t messages_in_flight() const { return flights_.size(); }
  PayloadRef pool_message(NodeId leader, raft::Message message) {
    return make_payload<raft::PeerMessage>(pool, leader, std::move(message));
  }

  void run(Duration duration) {
    const Time end = now_ + duration;
    while (step(end)) {
    }
    now_ = end;
  }
  // Until it holds, for at most a minute; whether it does.
  template <class Condition>
  bool run_until(Condition&& condition) {
    const Time end = now_ + seconds(60);
    while (!condition())
      if (!step(end)) return false;
    return true;
  }
  // The living replica in the highest term that leads and has committed something of that term.
  NodeId leader() const {
    NodeId best = no_node;
    for (const NodeId node : replicas()) {
      const raft::Node& raft = actor(node).raft();
      if (!alive(node) || !raft.leading() || raft.commit_index().value == 0) continue;
      if (raft.term_at(raft.commit_index()) != raft.current_term()) continue;
      if (!best.valid() || actor(best).raft().current_term() < raft.current_term()) best = node;
    }
    return best;
  }
  NodeId wait_for_leader() {
    REQUIRE(run_until([&] { return leader().valid(); }));
    return leader();
  }
  NodeId other_than(NodeId a, NodeId b = no_node) const {
    for (const NodeId node : replicas())
      if (node != a && node != b && alive(node)) return node;
    return no_node;
  }

  std::vector<Answer> answers_to(const std::string& mid) const {
    std::vector<Answer> found;
    for (const Answer& answer : answers)
      if (answer.mid == mid) found.push_back(answer);
    return found;
  }
  unsigned remarks_of(NoteCode code) const {
    unsigned count = 0;
    for (const Remark& remark : remarks) count += remark.note.code == static_cast<std::uint32_t>(code) ? 1u : 0u;
    return count;
  }

  PayloadPool pool;
  std::vector<Answer> answers;
  std::vector<Remark> remarks;
  std::uint64_t fingerprints = 0;  // all of them, after every event, in order

 private:
  struct Node {
    ReplicaActor actor;
    bool alive = false;
    Time deadline = time_never;
    std::uint64_t log_first = 1;
    std::vector<LogRecord> log;
    SlotContents slots;
  };
  struct Flight {
    Time at;
    std::uint64_t sequence;
    NodeId from;
    NodeId to;
    PayloadRef payload;
    SendKind kind;
  };

  static NodeId id(std::size_t i) { return NodeId{static_cast<std::uint16_t>(i)}; }

  void begin_life(NodeId id) {
    Node& node = nodes_[id.value];
    node.alive = true;
    node.deadline = time_never;
    const std::vector<LogRecord> log = node.log;
    node.slots.forget_unfinished();
    const SlotContents slots = node.slots;
    handle(id, Started{{node.log_first, log, slots.first(), 0, slots.chunks()}});
  }

  // The next flight or timer, whichever is due first; false when none is due by end.
  bool step(Time end) {
    const auto flight = std::min_element(flights_.begin(), flights_.end(), [](const Flight& a, const Flight& b) {
      return a.at != b.at ? a.at < b.at : a.sequence < b.sequence;
    });
    const auto node = std::min_element(nodes_.begin(), nodes_.end(), [](const Node& a, const Node& b) {
      return (a.alive ? a.deadline : time_never) < (b.alive ? b.deadline : time_never);
    });
    const Time timer_at = node->alive ? std::max(node->deadline, now_) : time_never;
    const Time flight_at = flight != flights_.end() ? flight->at : time_never;
    if (std::min(timer_at, flight_at) > end) return false;
    now_ = std::min(timer_at, flight_at);
    if (timer_at < flight_at) {
      node->deadline = time_never;
      handle(id(static_cast<std::size_t>(node - nodes_.begin())), TimerFired{TimerId{0}});
      return true;
    }
    const Flight landing = std::move(*flight);
    flights_.erase(flight);
    message(landing.to, landing.from, landing.payload);
    return true;
  }

  void handle(NodeId id, const Event& event) {
    Node& node = nodes_[id.value];
    effects_.begin(0);
    node.actor.handle(event, now_, effects_);
    fingerprints = combine(fingerprints, node.actor.fingerprint());
    for (const Effects::Write& write : effects_.writes) perform(node, write);
    for (const Effects::TimerChange& change : effects_.timers) {
      REQUIRE(change.timer == TimerId{0});
      REQUIRE(change.deadline != node.deadline);  // a timer that stays as it is, is not set again
      node.deadline = change.deadline;
    }
    for (const Effects::Note& note : effects_.notes) remarks.push_back({id, note});
    for (const Effects::Send& send : effects_.sends) release(id, send);
  }

  static void perform(Node& node, const Effects::Write& write) {
    using Kind = Effects::Write::Kind;
    if (write.kind == Kind::truncate) {
      node.log.resize(write.index - node.log_first);
    } else if (write.kind == Kind::trim) {
      const std::size_t gone = std::min<std::size_t>(write.index - node.log_first, node.log.size());
      node.log.erase(node.log.begin(), node.log.begin() + static_cast<std::ptrdiff_t>(gone));
      node.log_first = write.index;
    } else if (write.kind == Kind::append) {
      REQUIRE(write.index == node.log_first + node.log.size());
      for (std::uint32_t i = 0; i < write.count; ++i) node.log.push_back({write.payload, i});
    } else {
      REQUIRE(node.slots.apply(write));
    }
  }

  void release(NodeId from, const Effects::Send& send) {
    if (send.kind == SendKind::reply) {
      const auto* reply = send.payload.get_if<client::Reply>();
      answers.push_back({from, send.to, reply->outcome, std::string(reply->mid()), std::string(reply->value()),
                         reply->has_value, reply->leader});
      return;
    }
    const bool linked = between_.contains(from) && between_.contains(send.to);
    if (side_.contains(from) != side_.contains(send.to) && !linked) return;
    const std::uint64_t sequence = ++sequence_;
    const Duration delay = uniform(hash_words(seed_, sequence), milliseconds(1), milliseconds(3));
    flights_.push_back({now_ + delay, sequence, from, send.to, send.payload, send.kind});
  }

  std::vector<Node> nodes_;
  std::vector<Flight> flights_;
  Effects effects_{pool};
  NodeSet side_;
  NodeSet between_;  // these hear each other whatever side they are on
  Time now_;
  std::uint64_t sequence_ = 0;
  std::uint64_t seed_;
};

}  // namespace whitewater::kv
