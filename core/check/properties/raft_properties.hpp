// The adapter that shows raft::Nodes, and what they write and send, to the properties. Most events change little, and
// cost a few comparisons. Knows Raft's types but no state machine: of the state machine it is told the applied index
// and a hash.
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "core/actor/effects.hpp"
#include "core/actor/event.hpp"
#include "core/check/properties/durable_ghost.hpp"
#include "core/check/properties/ghost_tables.hpp"
#include "core/check/properties/leader_properties.hpp"
#include "core/check/properties/log_properties.hpp"
#include "core/check/properties/property.hpp"
#include "core/check/properties/raft_conduct_properties.hpp"
#include "core/raft/node.hpp"
#include "core/raft/peer_message.hpp"

namespace whitewater::checks {

class RaftProperties {
 public:
  // Violations are added to `violation`, which outlives this object.
  explicit RaftProperties(FirstViolation& violation) : violation_(violation) {}
  RaftProperties(const RaftProperties&) = delete;
  RaftProperties& operator=(const RaftProperties&) = delete;

  // Resets to the initial state, keeping memory. config: as the nodes were given it, whatever their `self`.
  // instant_disks: every write is durable before the next event; otherwise durable_up_to() tells when writes are
  // durable.
  void reset(const raft::Config& config, bool instant_disks);
  // A cluster of one replica whose disk takes time is not judged: it commits and applies before its write is durable,
  // and only its answers wait.
  static constexpr bool judges(unsigned replicas, bool instant_disks) {
    return instant_disks || !raft::Configuration(NodeSet::first(replicas)).decides_alone(NodeId{0});
  }

  // Call it before the next event of any node: the writes of node up to this one are durable.
  void durable_up_to(NodeId node, WriteNumber number) {
    disks_.durable_up_to(node, number);
    if (!disks_.new_votes().empty()) note_votes();
  }
  // node died: writes that were not durable are lost. Its next life begins with Started.
  void crashed(NodeId node) { disks_.crashed(node); }

  // --- after an event of node, in this order; each returns false if there is a violation -------------
  // node has started.
  bool started(NodeId node, const Started& start, const raft::Node& raft);
  // node asks for these writes.
  bool writes(NodeId node, const Effects& effects) {
    const Effects::Write& first = effects.writes.front();
    const auto* batch = first.payload.get_if<raft::EntryBatch>();
    if (effects.writes.size() > 1 || batch == nullptr || !of_written_term(node, *batch)) [[unlikely]]
      return writes_many(node, effects);
    disks_.appended(node, effects.last_write(), first.index + first.count - 1);
    return true;
  }
  // raft is the node's state now, applied is the applied index of its state machine, and state_hash stands for the
  // state machine's content. True if the state differs from the state after the node's previous event: only then judge
  // it.
  bool changed(NodeId node, const raft::Node& raft, std::uint64_t applied, std::uint64_t state_hash) const {
    const ReplicaState& seen = log_.seen(node);
    return raft.last_hash() != seen.last_hash || raft.commit_index().value != seen.commit_index ||
           applied != seen.applied || state_hash != seen.state_hash || raft.last_index().value != seen.last_index ||
           raft.current_term().value != seen.term || raft.leading() != seen.leading;
  }
  [[gnu::always_inline]] bool after_change(NodeId node, const raft::Node& raft, std::uint64_t applied,
                                           std::uint64_t state_hash) {
    const std::uint64_t committed_before = log_.seen(node).commit_index;
    if (!log_.goes_on(node, View(raft, applied, state_hash)) && !rule_by_rule(node, raft, applied, state_hash))
        [[unlikely]]
      return false;
    return raft.commit_index().value == committed_before || !raft.leading() || leaders_.committed(node);
  }
  // The node leads. A leader learns about a follower only from a message of that follower.
  bool leads_on(NodeId node, const MessageArrived* arrived, const raft::Node& raft) {
    if (arrived == nullptr || !configuration_.voters().contains(arrived->from))
      return !configuration_.decides_alone(node) || all_is_committed(node, raft);
    const raft::Progress& progress = raft.leadership()->replication.known[arrived->from.value];
    if (leaders_.knew(node, arrived->from, progress.match.value, progress.next.value)) [[likely]]
      return true;
    return leader_learned(node, arrived->from, raft);
  }
  // Fast path. The node sends this message to another replica when its clock shows now: nearly always a message of its
  // current term, which has been durable for long.
  bool plainly_leaves(NodeId node, Time now, const Effects::Send& send, const raft::Message& message,
                      const raft::Node& raft) {
    const DurableGhost::TermAndVote& disk = disks_.term_and_vote(node);
    if (const auto* append = std::get_if<raft::AppendEntries>(&message))
      return append->term.value == disk.term && send.after_write >= disk.number && log_.seen(node).leading &&
             log_.seen(node).term == disk.term;
    const auto* accepted = std::get_if<raft::AppendAccepted>(&message);
    if (accepted == nullptr || accepted->term.value != disk.term || raft.current_term().value != disk.term ||
        raft.voted_for() != disk.vote || send.after_write < disk.number ||
        accepted->match_index.value > disks_.durable_after(node, send.after_write))
      return false;
    conduct_.answered_append(node, now);
    return true;
  }
  // handled: the message that the node was handed in this event; null: none.
  bool may_leave(NodeId node, Time now, const Effects::Send& send, const raft::Message& message,
                 const raft::Message* handled, const raft::Node& raft);

  // What it remembers of each node's conduct; it is told of the rest by whoever sees whole events.
  ConductProperties& conduct() { return conduct_; }

  // The last index that any replica has committed.
  std::uint64_t committed() const { return log_.committed(); }
  // True if the node's log holds the committed entries up to index; so many must have been committed.
  bool holds_committed(NodeId node, std::uint64_t index) const {
    return index == 0 || log_.holds(node, index, log_.committed_hash(index));
  }
  // The term that the node wrote to its disk last; issued, if not durable yet.
  std::uint64_t written_term(NodeId node) const { return disks_.term_and_vote(node).term; }
  // The node's in-memory log is on its disk up to this index.
  std::uint64_t durable(NodeId node) const { return disks_.durable(node); }

 private:
  class View final : public ReplicaView {
   public:
    View(const raft::Node& node, std::uint64_t applied, std::uint64_t state_hash)
        : node_(node), applied_(applied), state_hash_(state_hash) {}
    ReplicaState state() const override {
      return {node_.last_hash(),        node_.commit_index().value, applied_,       state_hash_,
              node_.last_index().value, node_.current_term().value, node_.leading()};
    }
    std::uint64_t first_index() const override { return node_.first_index().value; }
    std::uint64_t term(std::uint64_t index) const override { return node_.term_at(raft::Index{index}).value; }
    std::uint64_t chain_hash(std::uint64_t index) const override { return node_.chain_hash(raft::Index{index}); }
    bool agrees(std::uint64_t index, std::uint64_t hash) const override {
      return node_.agrees(raft::Index{index}, hash);
    }

   private:
    const raft::Node& node_;
    std::uint64_t applied_;
    std::uint64_t state_hash_;
  };

  bool rule_by_rule(NodeId node, const raft::Node& raft, std::uint64_t applied, std::uint64_t state_hash);
  // True if the last entry, which is of the largest term, is of a term that the node wrote before.
  bool of_written_term(NodeId node, const raft::EntryBatch& batch) const {
    return batch.count == 0 || batch[batch.count - 1].term.value <= disks_.term_and_vote(node).term;
  }
  bool writes_many(NodeId node, const Effects& effects);
  bool trims(NodeId node, std::uint64_t first);
  bool note_votes();
  bool elected(NodeId node, const raft::Node& raft);
  bool leader_learned(NodeId node, NodeId from, const raft::Node& raft);
  bool all_is_committed(NodeId node, const raft::Node& raft);
  bool claim_is_durable(NodeId node, const Effects::Send& send, const raft::Message& message, const raft::Node& raft);

  FirstViolation& violation_;
  LogProperties log_{violation_};
  DurableGhost disks_;
  LeaderProperties leaders_{log_, disks_, violation_};
  ConductProperties conduct_{violation_};
  VoteTable votes_;
  raft::Configuration configuration_;
  // The last entries that snapshots of a node stand for; 0: there is none.
  struct WrittenSnapshots {
    std::uint64_t whole = 0;  // on its disk, or on the way there, before what it writes next
    std::uint64_t begun = 0;  // whose chunks it writes
  };
  std::vector<WrittenSnapshots> snapshots_;
};

}  // namespace whitewater::checks
