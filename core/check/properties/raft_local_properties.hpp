// LocalProperties: what one node must do at one event, independently of the others: answer every vote request, grant a
// vote only to a log that is up to date, keep the promise that leases depend on, write a term before entries of that
// term, and acknowledge an accepted append in full.
// Breaking one of these rules does no harm at once. The harm comes later, and may need a rare schedule to show.
#pragma once

#include <algorithm>
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
  // Resets to the initial state, keeping memory.
  void reset(unsigned replicas);
  // node died. raft: the node's state at that moment.
  void crashed(NodeId node, const raft::Node& raft) {
    Time& contact = nodes_[node.value].contact;
    contact = std::max(contact, raft.leader_contact());
  }

  // node has handled event when its clock showed now, as the host knows and not as the node says; raft is its new
  // state, effects is what it asks for. False: there is a violation.
  bool after_event(Time now, NodeId node, const Event& event, const Effects& effects, const raft::Node& raft) {
    if (!effects.writes.empty() && !writes_in_order(node, effects, raft)) [[unlikely]]
      return false;
    const auto* arrived = std::get_if<MessageArrived>(&event);
    if (arrived == nullptr) return !std::holds_alternative<Started>(event) || started(node, raft);
    const auto* peer = arrived->payload.get_if<raft::PeerMessage>();
    if (peer == nullptr) return true;
    if (const auto* append = std::get_if<raft::AppendEntries>(&peer->message)) {
      if (append->term == raft.current_term()) nodes_[node.value].contact = now;
      // New entries are written, and the acknowledgement follows the write. Only an append without new entries may be
      // acknowledged too little.
      return !append->entries || !effects.writes.empty() || acknowledges(node, arrived->from, *append, effects, raft);
    }
    if (!asks_for_a_vote(peer->message)) [[likely]]
      return true;
    return answers(now, node, arrived->from, peer->message, effects, raft);
  }

  const std::optional<PropertyViolation>& violation() const { return violation_.get(); }

 private:
  struct Known {
    std::uint64_t written_term = 0;      // the largest term written in this life or recovered
    Time contact = raft::time_long_ago;  // the last contact of a leader, in whatever life
  };

  static bool asks_for_a_vote(const raft::Message& message) {
    return std::holds_alternative<raft::PreVoteRequest>(message) || std::holds_alternative<raft::VoteRequest>(message);
  }
  bool started(NodeId node, const raft::Node& raft) {
    Known& known = nodes_[node.value];
    known.written_term = raft.current_term().value;
    // A node without a durable term has answered no leader, so no leader relies on its promise.
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
