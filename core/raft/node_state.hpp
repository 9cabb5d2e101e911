// NodeState: the state that all roles of a node share: term, vote, log, commit index, and the time of the current call.
// The parts of a node (election, replication, reads) receive it and keep only what nobody else needs. They never change
// the role: only the Node does.
#pragma once

#include <cstdint>
#include <utility>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/raft/config.hpp"
#include "core/raft/configuration.hpp"
#include "core/raft/log.hpp"
#include "core/raft/output.hpp"
#include "core/raft/snapshots/snapshot.hpp"
#include "core/raft/types.hpp"

namespace whitewater::raft {

// Counts the answers to appends, for their names. What was verified only grows in a term, but for a role that is taken
// up again: then the count goes on.
struct AnswerCounts {
  Term term;
  Index verified;
  std::uint64_t accepted = 0;
  std::uint64_t rejected = 0;
  std::uint64_t snapshots = 0;

  void at(Term current, Index now_verified) {
    if (current != term || now_verified > verified) *this = {current, now_verified, 0, 0, 0};
  }
};

struct NodeState {
  Config config;
  Configuration configuration;
  NodeSet followers;  // all voters except this node
  Term current_term;
  NodeId voted_for;
  bool hard_state_changed = false;
  Index commit_index;
  Log log;
  PayloadRef snapshot;   // the latest that this node has taken or installed; empty: none
  NodeId leader;         // of the current term; no_node: not known
  Term leader_heard_in;  // the latest term of which this node knew the leader, or led
  AnswerCounts answers;
  Time now;  // the time of the current call

  // Resets to the initial state, keeping memory.
  void reset(const Config& new_config) {
    config = new_config;
    configuration = Configuration(NodeSet::first(config.replicas));
    followers = configuration.voters_but(config.self);
    current_term = {};
    voted_for = no_node;
    hard_state_changed = false;
    commit_index = {};
    log.clear();
    snapshot.reset();
    leader = no_node;
    leader_heard_in = {};
    answers = {};
    now = {};
  }

  // The last index that the snapshot includes.
  Index snapshot_end() const {
    const auto* latest = snapshot.get_if<Snapshot>();
    return latest != nullptr ? latest->head.last.index : Index{};
  }
  // Of the current term.
  void know_leader(NodeId node) {
    leader = node;
    leader_heard_in = current_term;
  }
  bool decides_alone() const { return configuration.decides_alone(config.self); }

  void set_term_and_vote(Term term, NodeId vote) {
    current_term = term;
    voted_for = vote;
    hard_state_changed = true;
  }
  // Call it before any entry is written: an entry of a term must not be durable before the term is.
  void write_hard_state(Output& out) {
    if (hard_state_changed) write_changed_hard_state(out);
  }
  void commit_to(Index index, Output& out) {
    commit_index = index;
    note(out, NoteCode::commit_advanced, index.value);
  }

  void note(Output& out, NoteCode code, std::uint64_t a = 0, std::uint64_t b = 0) const {
    if (out.notes_wanted.wants(static_cast<std::uint32_t>(code))) [[unlikely]]
      out.notes.push_back({code, a, b});
  }
  template <class Body>
  void send(Output& out, NodeSet to, std::uint64_t identity, Claim claim, Body&& body) const {
    out.sends.emplace_back(to, make_payload<PeerMessage>(*out.pool, leader, std::forward<Body>(body)), identity, claim);
  }

 private:
  void write_changed_hard_state(Output& out);
};

}  // namespace whitewater::raft
