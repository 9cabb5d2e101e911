// Voting and the election timer.
#include "core/raft/election/elections.hpp"

#include "core/base/random.hpp"
#include "core/raft/election/draws.hpp"
#include "core/raft/identity.hpp"

namespace whitewater::raft {

void Elections::start(const NodeState& node) {
  // A leader that this node answered before the start may hold a lease that relies on the answer, so a start counts as
  // contact. In term 0 there was no leader yet.
  if (node.current_term > Term{}) leader_contact_ = node.now;
  draw_timeout(node);
  deadline_ = node.now + timeout_ + node.config.timing.first_election_delay;
}

// A new timeout for each election. Otherwise two nodes that drew the same timeout once would collide for ever.
void Elections::draw_timeout(const NodeState& node) {
  const Config& config = node.config;
  const std::uint64_t word = hash_words(config.seed, stream("election"), config.number.value_or(config.self.value),
                                        config.incarnation, timeouts_drawn_++);
  timeout_ = uniform(word, config.timing.election_timeout_min, config.timing.election_timeout_max);
  if (config.draws == nullptr) return;
  const std::uint64_t term = node.current_term.value;
  attempt_ = term == term_of_attempt_ ? attempt_ + 1 : 0;
  term_of_attempt_ = term;
  timeout_ = config.draws->election_timeout({config.self, config.incarnation, term, attempt_, timeout_},
                                            config.timing.election_timeout_min, config.timing.election_timeout_max);
}

// Raft §5.4.1: the later last term wins, then the longer log.
bool Elections::log_is_up_to_date(const NodeState& node, Index last_log_index, Term last_log_term) const {
  if (last_log_term != node.log.last_term()) return last_log_term > node.log.last_term();
  return last_log_index >= node.log.last_index();
}

void Elections::answer_pre_vote(const NodeState& node, NodeId from, const PreVoteRequest& request, bool promised,
                                Output& out) {
  const std::uint64_t ordinal = next_answer(node, from);
  const Index commit = node.commit_index;
  const bool electable = log_is_up_to_date(node, request.last_log_index, request.last_log_term);
  if (request.term > node.current_term && electable && !promised) {
    node.send(out, NodeSet::of(from), message_identity(MessageKind::pre_vote_granted, node.current_term, {}, ordinal),
              Claim::everything, PreVoteGranted{request.term, commit});
    return;
  }
  // Answers even if the term is smaller: otherwise a node with a longer log in an older term asks for ever, while the
  // others cannot win without its vote.
  node.send(out, NodeSet::of(from), message_identity(MessageKind::pre_vote_denied, node.current_term, {}, ordinal),
            Claim::everything, PreVoteDenied{node.current_term, commit});
}

bool Elections::may_vote(const NodeState& node, NodeId from, const VoteRequest& request) const {
  const bool free = node.voted_for == no_node || node.voted_for == from;
  // Every request must pass both conditions (Raft figure 2), even if this node voted for the candidate before: a
  // recovered vote says nothing about the candidate's log.
  const bool electable = log_is_up_to_date(node, request.last_log_index, request.last_log_term);
  return free && electable;
}

void Elections::grant_vote(NodeState& node, NodeId from, Output& out) {
  if (node.voted_for != from) node.set_term_and_vote(node.current_term, from);
  restart_timer(node);
  node.note(out, NoteCode::vote_granted, node.current_term.value, from.value);
  const std::uint64_t ordinal = next_answer(node, from);
  node.send(out, NodeSet::of(from), message_identity(MessageKind::vote_granted, node.current_term, {}, ordinal),
            Claim::everything, VoteGranted{node.current_term, node.commit_index});
}

void Elections::deny_vote(const NodeState& node, NodeId from, Output& out) {
  node.note(out, NoteCode::vote_denied, node.current_term.value, from.value);
  const std::uint64_t ordinal = next_answer(node, from);
  node.send(out, NodeSet::of(from), message_identity(MessageKind::vote_denied, node.current_term, {}, ordinal),
            Claim::everything, VoteDenied{node.current_term, node.commit_index});
}

}  // namespace whitewater::raft
