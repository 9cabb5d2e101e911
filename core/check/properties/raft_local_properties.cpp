// The slow path. Votes and changes of the term are rare: every check that takes more than a comparison is here.
#include "core/check/properties/raft_local_properties.hpp"

#include <algorithm>
#include <string>

namespace whitewater::checks {

namespace {

enum class Answer { none, denied, granted };

// What the node answers to the node that asked for a vote.
Answer answer_to(NodeId to, const Effects& effects) {
  for (const Effects::Send& send : effects.sends) {
    const auto* peer = send.to == to ? send.payload.get_if<raft::PeerMessage>() : nullptr;
    if (peer == nullptr) continue;
    const raft::Message& message = peer->message;
    if (std::holds_alternative<raft::VoteGranted>(message) || std::holds_alternative<raft::PreVoteGranted>(message))
      return Answer::granted;
    if (std::holds_alternative<raft::VoteDenied>(message) || std::holds_alternative<raft::PreVoteDenied>(message))
      return Answer::denied;
  }
  return Answer::none;
}

std::string log_end(raft::Index index, raft::Term term) {
  return "ends at index " + number(index.value) + " of term " + number(term.value);
}

}  // namespace

bool LocalProperties::acknowledges(NodeId node, NodeId from, const raft::AppendEntries& append, const Effects& effects,
                                   const raft::Node& raft) {
  const auto* batch = append.entries.get_if<raft::EntryBatch>();
  const raft::Index end = append.prev_log_index + (batch != nullptr ? batch->count : 0);
  if (end > raft.last_index()) return true;  // the append overtook an earlier one, or is rejected
  for (const Effects::Send& send : effects.sends) {
    const auto* peer = send.to == from ? send.payload.get_if<raft::PeerMessage>() : nullptr;
    const auto* accepted = peer != nullptr ? std::get_if<raft::AppendAccepted>(&peer->message) : nullptr;
    if (accepted != nullptr && accepted->match_index < end)
      return violation_.add(Property::acknowledged_in_full, node,
                            who(node) + " accepts an append of " + who(from) + " that reaches index " +
                                number(end.value) + ", and acknowledges entries only up to index " +
                                number(accepted->match_index.value));
  }
  return true;
}

bool LocalProperties::answers(Time now, NodeId node, NodeId from, const raft::Message& request, const Effects& effects,
                              const raft::Node& raft) {
  switch (answer_to(from, effects)) {
    case Answer::denied:
      return true;
    case Answer::none:
      return violation_.add(Property::votes_are_answered, node,
                            who(node) + " does not answer the " + raft::message_name(request) + " of " + who(from));
    case Answer::granted:
      break;
  }
  if (const auto* vote = std::get_if<raft::VoteRequest>(&request))
    return may_grant(now, node, from, vote->last_log_index, vote->last_log_term, raft);
  const auto* pre_vote = std::get_if<raft::PreVoteRequest>(&request);
  return may_grant(now, node, from, pre_vote->last_log_index, pre_vote->last_log_term, raft);
}

bool LocalProperties::may_grant(Time now, NodeId node, NodeId to, raft::Index last_index, raft::Term last_term,
                                const raft::Node& raft) {
  const bool behind = last_term < raft.last_term() || (last_term == raft.last_term() && last_index < raft.last_index());
  if (behind)
    return violation_.add(Property::vote_for_newer_log, node,
                          who(node) + ", whose log " + log_end(raft.last_index(), raft.last_term()) + ", votes for " +
                              who(to) + ", whose log " + log_end(last_index, last_term));
  return conduct_.grants(node, now, to);
}

}  // namespace whitewater::checks
