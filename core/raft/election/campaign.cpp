// Requests for votes and for pre-votes.
#include "core/raft/election/campaign.hpp"

#include <algorithm>

#include "core/raft/identity.hpp"

namespace whitewater::raft {

void Campaign::start(const NodeState& node, Elections& elections, Output& out) {
  ask_again_after = node.config.timing.heartbeat_interval;
  ask_again_at = node.now + ask_again_after;
  ask(node, elections, node.followers, out);
}

// Raft §5.5: requests are repeated until they are answered, at growing intervals, until the next election. A vote that
// was denied in this term stays denied. A denied pre-vote is requested again: the voter's promise to the old leader may
// have ended.
void Campaign::tick(const NodeState& node, Elections& elections, Output& out) {
  if (node.now < ask_again_at) return;
  ask_again_after = ask_again_after * 2;
  ask_again_at = node.now + ask_again_after;
  const NodeSet unanswered = node.configuration.voters() - granted;
  ask(node, elections, term == node.current_term ? unanswered - denied : unanswered, out);
}

void Campaign::ask(const NodeState& node, Elections& elections, NodeSet whom, Output& out) const {
  if (whom.empty()) return;
  const Index last = node.log.last_index();
  const Term last_term = node.log.last_term();
  const std::uint64_t ordinal = elections.next_request(term);
  if (term == node.current_term)
    node.send(out, whom, message_identity(MessageKind::vote_request, term, {}, ordinal), Claim::everything,
              VoteRequest{term, last, last_term});
  else
    node.send(out, whom, message_identity(MessageKind::pre_vote_request, term, {}, ordinal), Claim::everything,
              PreVoteRequest{term, last, last_term});
}

void Campaign::grant(NodeId from, Index commit_index) {
  granted.insert(from);
  known_commit = std::max(known_commit, commit_index);
}

void Campaign::deny(NodeId from, Index commit_index) {
  denied.insert(from);
  known_commit = std::max(known_commit, commit_index);
}

}  // namespace whitewater::raft
