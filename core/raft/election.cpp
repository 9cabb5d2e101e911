// Elections: Raft §5.2, §5.4.1; the pre-vote of thesis §9.6; and the promise that leases stand on: no vote
// within election_timeout_min of a leader's contact (thesis §4.2.3, §6.4.1).
#include <algorithm>

#include "core/base/random.hpp"
#include "core/raft/identity.hpp"
#include "core/raft/node.hpp"

namespace whitewater::raft {

void Node::campaign(Output& out) {
  if (config_.prevote)
    become_pre_candidate(out);
  else
    become_candidate(out);
}

// Anew for each election: two nodes that drew the same once would else collide for ever.
void Node::draw_election_timeout() {
  const std::uint64_t word =
      hash_words(config_.seed, stream("election"), config_.self.value, config_.incarnation, elections_++);
  election_timeout_ = uniform(word, config_.timing.election_timeout_min, config_.timing.election_timeout_max);
}

void Node::start_asking(Campaign& campaign, Output& out) {
  campaign.ask_again_after = config_.timing.heartbeat_interval;
  campaign.ask_again_at = now_ + campaign.ask_again_after;
  ask_for_votes(followers(), out);
}

// Raft §5.5: requests are repeated until they are answered, here ever more rarely until the next election. A
// pre-vote that was denied is asked for again too: the voter's promise to the old leader may have run out.
void Node::tick_campaign(Campaign& campaign, NodeSet worth_asking, Output& out) {
  if (now_ < campaign.ask_again_at) return;
  campaign.ask_again_after = campaign.ask_again_after * 2;
  campaign.ask_again_at = now_ + campaign.ask_again_after;
  ask_for_votes(worth_asking - campaign.granted, out);
}

void Node::ask_for_votes(NodeSet whom, Output& out) {
  if (whom.empty()) return;
  const Index last = log_.last_index();
  // Counted over the node's life: a pre-vote leaves the term as it is, so a count that began anew with every
  // campaign would give the next one the names, and in a simulated network the fate, of the last.
  const std::uint64_t ordinal = votes_asked_++;
  if (std::holds_alternative<PreCandidate>(role_)) {
    const Term term = current_term_.next();
    send(out, whom, message_identity(MessageKind::pre_vote_request, term, last, ordinal), Claim::everything,
         PreVoteRequest{term, last, log_.last_term()});
  } else {
    send(out, whom, message_identity(MessageKind::vote_request, current_term_, last, ordinal), Claim::everything,
         VoteRequest{current_term_, last, log_.last_term()});
  }
}

// Raft §5.4.1: the later last term wins, then the longer log.
bool Node::log_is_up_to_date(Index last_log_index, Term last_log_term) const {
  if (last_log_term != log_.last_term()) return last_log_term > log_.last_term();
  return last_log_index >= log_.last_index();
}

// Has a leader reason to count on this node? The contact outlives roles and terms: a lease does not end because
// the voter has heard of a larger term.
bool Node::promised_to_a_leader() const {
  Time contact = leader_contact_;
  if (const Leader* leader = std::get_if<Leader>(&role_)) contact = std::max(leader->elected_at, quorum_round(*leader));
  return now_ < contact + config_.timing.election_timeout_min;
}

void Node::on(NodeId from, const PreVoteRequest& request, Output& out) {
  const std::uint64_t ordinal = votes_answered_++;
  const bool electable = log_is_up_to_date(request.last_log_index, request.last_log_term);
  if (request.term > current_term_ && electable && !promised_to_a_leader()) {
    send(out, NodeSet::of(from), message_identity(MessageKind::pre_vote_granted, request.term, commit_index_, ordinal),
         Claim::everything, PreVoteGranted{request.term, commit_index_});
    return;
  }
  // Answered even if its term is smaller: else a node that was away with a longer log, in an older term, asks
  // for ever while the others cannot win without it.
  send(out, NodeSet::of(from), message_identity(MessageKind::pre_vote_denied, current_term_, commit_index_, ordinal),
       Claim::everything, PreVoteDenied{current_term_, commit_index_});
}

void Node::on(NodeId from, const PreVoteGranted& grant, Output& out) {
  PreCandidate* self = std::get_if<PreCandidate>(&role_);
  if (self == nullptr || grant.term != current_term_.next()) return;
  self->granted.insert(from);
  self->known_commit = std::max(self->known_commit, grant.commit_index);
  if (configuration_.has_quorum(self->granted)) become_candidate(out);
}

void Node::on(NodeId from, const PreVoteDenied& denial, Output&) {
  PreCandidate* self = std::get_if<PreCandidate>(&role_);
  if (self == nullptr) return;
  self->denied.insert(from);
  self->known_commit = std::max(self->known_commit, denial.commit_index);
}

// The term rule has seen to it that the request is of the current term and no promise stands in its way.
void Node::on(NodeId from, const VoteRequest& request, Output& out) {
  const bool free = voted_for_ == no_node || voted_for_ == from;
  // The log is looked at even if the vote was given to this candidate before: what is durable may be the term
  // of one request and the vote of another.
  const bool electable = log_is_up_to_date(request.last_log_index, request.last_log_term);
  if (!free || !electable) return deny_vote(from, out);
  if (!std::holds_alternative<Follower>(role_)) become_follower(current_term_, no_node, out);
  if (voted_for_ != from) set_term_and_vote(current_term_, from);
  restart_election_timer();
  note(out, NoteCode::vote_granted, current_term_.value, from.value);
  send(out, NodeSet::of(from),
       message_identity(MessageKind::vote_granted, current_term_, commit_index_, votes_answered_++), Claim::everything,
       VoteGranted{current_term_, commit_index_});
}

void Node::deny_vote(NodeId from, Output& out) {
  note(out, NoteCode::vote_denied, current_term_.value, from.value);
  send(out, NodeSet::of(from),
       message_identity(MessageKind::vote_denied, current_term_, commit_index_, votes_answered_++), Claim::everything,
       VoteDenied{current_term_, commit_index_});
}

void Node::on(NodeId from, const VoteGranted& grant, Output& out) {
  Candidate* self = std::get_if<Candidate>(&role_);
  if (self == nullptr) return;
  self->granted.insert(from);
  self->known_commit = std::max(self->known_commit, grant.commit_index);
  if (configuration_.has_quorum(self->granted)) become_leader(self->known_commit, out);
}

void Node::on(NodeId from, const VoteDenied& denial, Output&) {
  Candidate* self = std::get_if<Candidate>(&role_);
  if (self == nullptr) return;
  // With a smaller term: the voter keeps a promise, which ends. Then it may be asked again.
  if (denial.term == current_term_) self->denied.insert(from);
  self->known_commit = std::max(self->known_commit, denial.commit_index);
}

}  // namespace whitewater::raft
