// The adapter that shows a raft::Node to LogProperties. Nothing else in this folder knows Raft's types.
#pragma once

#include <cstdint>
#include <optional>

#include "core/check/log_properties.hpp"
#include "core/raft/node.hpp"

namespace whitewater::checks {

class RaftProperties {
 public:
  void reset(unsigned replicas) { properties_.reset(replicas); }

  // After every event of node: raft is its state, applied what its state machine has applied, and state_hash stands
  // for that state machine's content. False: violation() says what does not hold.
  bool after_event(NodeId node, const raft::Node& raft, std::uint64_t applied, std::uint64_t state_hash) {
    // Most events change nothing of this: then no state is put together.
    const ReplicaState& seen = properties_.seen(node);
    if (raft.last_hash() == seen.last_hash && raft.commit_index().value == seen.commit_index &&
        raft.current_term().value == seen.term && raft.last_index().value == seen.last_index &&
        applied == seen.applied && state_hash == seen.state_hash && raft.leading() == seen.leading) [[likely]]
      return true;
    return after_change(node, raft, applied, state_hash);
  }
  void restarted(NodeId node) { properties_.restarted(node); }

  const std::optional<PropertyViolation>& violation() const { return properties_.violation(); }

 private:
  [[gnu::noinline]] bool after_change(NodeId node, const raft::Node& raft, std::uint64_t applied,
                                      std::uint64_t state_hash) {
    ReplicaState state;
    state.term = raft.current_term().value;
    state.commit_index = raft.commit_index().value;
    state.last_index = raft.last_index().value;
    state.last_hash = raft.last_hash();
    state.applied = applied;
    state.state_hash = state_hash;
    state.leading = raft.leading();
    return properties_.after_event(node, state, View(raft));
  }

  class View final : public LogView {
   public:
    explicit View(const raft::Node& node) : node_(node) {}
    std::uint64_t term(std::uint64_t index) const override { return node_.entry(raft::Index{index}).term.value; }
    std::uint64_t chain_hash(std::uint64_t index) const override { return node_.chain_hash(raft::Index{index}); }

   private:
    const raft::Node& node_;
  };

  LogProperties properties_;
};

}  // namespace whitewater::checks
