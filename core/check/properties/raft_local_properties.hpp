// LocalProperties: what one node must do with one message, independently of the others: answer every vote request,
// grant a vote only to a log that is up to date, and acknowledge an accepted append in full. Breaking one of these
// rules does no harm at once. The harm comes later, and may need a rare schedule to show.
#pragma once

#include <variant>

#include "core/actor/effects.hpp"
#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/check/properties/property.hpp"
#include "core/check/properties/raft_conduct_properties.hpp"
#include "core/raft/node.hpp"
#include "core/raft/peer_message.hpp"

namespace whitewater::checks {

class LocalProperties {
 public:
  // Violations are added to `violation`. Both outlive this object.
  LocalProperties(ConductProperties& conduct, FirstViolation& violation) : conduct_(conduct), violation_(violation) {}

  // node has handled a message of `from` when its clock showed now; raft is its new state, effects is what it asks for.
  // False: there is a violation.
  bool after_message(Time now, NodeId node, NodeId from, const raft::Message& message, const Effects& effects,
                     const raft::Node& raft) {
    // New entries are written, and the acknowledgement follows the write. Only an append without new entries may be
    // acknowledged too little.
    if (const auto* append = std::get_if<raft::AppendEntries>(&message))
      return !append->entries || !effects.writes.empty() || acknowledges(node, from, *append, effects, raft);
    if (!asks_for_a_vote(message)) [[likely]]
      return true;
    return answers(now, node, from, message, effects, raft);
  }

 private:
  static bool asks_for_a_vote(const raft::Message& message) {
    return std::holds_alternative<raft::PreVoteRequest>(message) || std::holds_alternative<raft::VoteRequest>(message);
  }
  bool acknowledges(NodeId node, NodeId from, const raft::AppendEntries& append, const Effects& effects,
                    const raft::Node& raft);
  bool answers(Time now, NodeId node, NodeId from, const raft::Message& request, const Effects& effects,
               const raft::Node& raft);
  bool may_grant(Time now, NodeId node, NodeId to, raft::Index last_index, raft::Term last_term,
                 const raft::Node& raft);

  ConductProperties& conduct_;
  FirstViolation& violation_;
};

}  // namespace whitewater::checks
