// One Raft node whose peers are the test: messages are handed in, and what the node sends and writes is looked
// up. Keeps the node's disk, so that a restart is given what was durable and nothing else.
// The options are those of the paper: no PreVote, no check of the quorum, broadcast, heartbeats always.
#pragma once

#include <cstdint>
#include <deque>
#include <initializer_list>
#include <optional>
#include <variant>
#include <vector>

#include "core/raft/node.hpp"

namespace whitewater::raft::paper {

using Terms = std::vector<std::uint64_t>;
using Is = Node::RoleKind;

struct Setup {
  unsigned self = 0;
  unsigned replicas = 5;
  std::uint64_t current_term = 0;
  Terms log = {};  // the terms of its entries, from index 1
  NodeId voted_for = no_node;
  std::uint64_t seed = 1;
  std::uint32_t chunk_bytes = 4;
  std::uint32_t keeps = 0;
};

// The entry that every log has which has one of that term there (Raft §5.3, Log Matching).
Entry entry_at(PayloadPool& pool, std::uint64_t index, std::uint64_t term);

struct Append {
  std::uint64_t term = 0;
  std::uint64_t prev_index = 0;
  std::uint64_t prev_term = 0;
  Terms entries = {};
  std::uint64_t commit = 0;
};
AppendEntries message(PayloadPool& pool, const Append& append);

std::uint32_t entry_count(const AppendEntries& append);

class Subject {
 public:
  Subject(PayloadPool& pool, const Setup& setup);

  // What happens to it. Each call replaces output().
  void receive(unsigned from, const Message& message);
  void pass(Duration duration) { now_ = now_ + duration; }
  // Passes the time in which a voter refuses for the sake of a leader that it may have heard (Raft §6).
  void forget_leader() { pass(config_.timing.election_timeout_min); }
  void wake();           // at its next deadline
  void campaign();       // wakes until it stands for election in a new term
  void become_leader();  // campaigns, and is granted the votes of a bare majority
  std::optional<Index> propose(std::uint64_t number);
  bool read(std::uint64_t token);
  void take_snapshot(std::uint64_t index, std::string_view state);
  void restart();  // loses everything but its disk
  // Answers the newest AppendEntries that was sent to follower as a follower would that agrees.
  void acknowledge(unsigned follower);
  void acknowledge_up_to(unsigned follower, std::uint64_t index);

  // What it did in the last call.
  const Output& output() const { return output_; }
  template <class M>
  const Output::Send* send_of(unsigned to) const {
    const Output::Send* found = nullptr;
    for (const Output::Send& send : output_.sends)
      if (send.to.contains(NodeId{static_cast<std::uint16_t>(to)}) && std::holds_alternative<M>(send.message()))
        found = &send;
    return found;
  }
  template <class M>
  std::optional<M> sent(unsigned to) const {
    const Output::Send* send = send_of<M>(to);
    return send == nullptr ? std::nullopt : std::optional<M>(std::get<M>(send->message()));
  }
  template <class M>
  NodeSet receivers() const {
    NodeSet all;
    for (const Output::Send& send : output_.sends)
      if (std::holds_alternative<M>(send.message())) all = all | send.to;
    return all;
  }

  // What it is.
  Node& node() { return node_; }
  const Node& node() const { return node_; }
  Time now() const { return now_; }
  std::uint64_t term() const { return node_.current_term().value; }
  std::uint64_t last() const { return node_.last_index().value; }
  std::uint64_t committed() const { return node_.commit_index().value; }
  Is role() const { return node_.role(); }
  Terms log() const;
  Terms durable_log() const;
  const HardState& durable() const { return hard_state_; }
  bool wrote_hard_state() const;
  const Snapshot* durable_snapshot() const { return snapshot_.get_if<Snapshot>(); }

 private:
  friend class Network;

  struct Mail {
    NodeId to;
    Message message;
  };

  void finish();  // performs the writes, posts the messages
  void perform(const Output::Write& write);

  PayloadPool& pool_;
  Config config_;
  Node node_;
  Output output_;
  Time now_{};
  HardState hard_state_;
  std::uint64_t disk_first_ = 1;
  std::vector<Entry> disk_;  // from disk_first_ on
  PayloadRef snapshot_;
  std::deque<Mail> mail_;
};

// Carries messages between subjects until none is left; those to anybody else are lost.
class Network {
 public:
  explicit Network(std::initializer_list<Subject*> connected) : subjects_(connected) {}
  void settle();
  // Wakes whoever is due first, then settles.
  void step();

  std::uint64_t delivered = 0;
  std::uint64_t rejections = 0;  // AppendRejected among them

 private:
  Subject* subject(NodeId id) const;
  std::vector<Subject*> subjects_;
};

}  // namespace whitewater::raft::paper
