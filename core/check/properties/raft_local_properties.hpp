// LocalProperties: what one node must do at one event, whatever the others do: answer who asks for a vote, grant it
// only to a log that is up to date, keep the promise that leases stand on, write a term before entries of it, and
// acknowledge all of an append that it accepts.
// Breaking one of these harms nobody at once; what it leads to may take a rare schedule to show.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "core/actor/effects.hpp"
#include "core/actor/event.hpp"
#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/check/properties/property.hpp"
#include "core/raft/node.hpp"
#include "core/raft/peer_message.hpp"

namespace whitewater::checks {

class LocalProperties {
 public:
  // As new, keeping memory.
  void reset(unsigned replicas);
  // node has died. raft: as it was then.
  void crashed(NodeId node, const raft::Node& raft) { nodes_[node.value].contact = raft.leader_contact(); }

  // node has handled event at now: raft is its state, effects what it wants done. False: there is a violation.
  bool after_event(Time now, NodeId node, const Event& event, const Effects& effects, const raft::Node& raft) {
    if (!effects.writes.empty() && !writes_in_order(node, effects, raft)) [[unlikely]]
      return false;
    const auto* arrived = std::get_if<MessageArrived>(&event);
    if (arrived == nullptr) return !std::holds_alternative<Started>(event) || started(node, raft);
    const auto* peer = arrived->payload.get_if<raft::PeerMessage>();
    if (peer == nullptr) return true;
    if (const auto* append = std::get_if<raft::AppendEntries>(&peer->message)) {
      // What is written is new, and its receiver will say so: only what was there already may be passed over.
      return !append->entries || !effects.writes.empty() || acknowledges(node, arrived->from, *append, effects, raft);
    }
    if (!asks_for_a_vote(peer->message)) [[likely]]
      return true;
    return answers(now, node, arrived->from, peer->message, effects, raft);
  }

  const std::optional<PropertyViolation>& violation() const { return violation_.get(); }

 private:
  struct Known {
    std::uint64_t written_term = 0;      // the largest, in this life or recovered
    Time contact = raft::time_long_ago;  // of a leader, in the lives before
  };

  static bool asks_for_a_vote(const raft::Message& message) {
    return std::holds_alternative<raft::PreVoteRequest>(message) || std::holds_alternative<raft::VoteRequest>(message);
  }
  bool started(NodeId node, const raft::Node& raft) {
    Known& known = nodes_[node.value];
    known.written_term = raft.current_term().value;
    // Whoever was in no term durably has answered no leader: nobody counts on it.
    if (known.written_term == 0) known.contact = raft::time_long_ago;
    return true;
  }
  bool writes_in_order(NodeId node, const Effects& effects, const raft::Node& raft) {
    const Effects::Write& first = effects.writes.front();
    if (effects.writes.size() == 1 && first.kind == Effects::Write::Kind::append &&
        raft.last_term().value <= nodes_[node.value].written_term) [[likely]]
      return true;
    return each_write_in_order(node, effects);
  }
  bool each_write_in_order(NodeId node, const Effects& effects);
  bool acknowledges(NodeId node, NodeId from, const raft::AppendEntries& append, const Effects& effects,
                    const raft::Node& raft);
  bool answers(Time now, NodeId node, NodeId from, const raft::Message& request, const Effects& effects,
               const raft::Node& raft);
  bool may_grant(Time now, NodeId node, NodeId to, raft::Index last_index, raft::Term last_term,
                 const raft::Node& raft);

  std::vector<Known> nodes_;
  FirstViolation violation_;
};

}  // namespace whitewater::checks
