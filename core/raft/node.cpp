// The frame of a Node: its public calls, the term rule, and the transitions between roles.
#include "core/raft/node.hpp"

#include <algorithm>

#include "core/base/check.hpp"

namespace whitewater::raft {

void Node::reset(const Config& config) {
  if (Leader* leader = std::get_if<Leader>(&role_)) std::swap(spare_queue_, leader->reads.queue);
  spare_queue_.clear();
  config_ = config;
  configuration_ = Configuration(NodeSet::first(config.replicas));
  followers_ = configuration_.voters_but(config.self);
  current_term_ = {};
  voted_for_ = no_node;
  hard_state_changed_ = false;
  commit_index_ = {};
  log_.clear();
  early_.clear();
  role_.emplace<Follower>();
  now_ = {};
  deadline_ = time_never;
  leader_contact_ = time_long_ago;
  election_deadline_ = time_never;
  election_timeout_ = {};
  elections_ = 0;
  votes_answered_ = 0;
  votes_asked_ = 0;
  before_ = {};
  before_commit_hash_ = Log::chain_start;
  fingerprint_ = 0;
}

void Node::start(Time now, const HardState& hard_state, std::span<const Entry> log, Output& out) {
  check(configuration_.valid(), "a cluster has from 1 to 21 replicas");
  check(configuration_.voters().contains(config_.self), "a node is one of the replicas");
  check(config_.inflight_max >= 1, "at least one append may be in flight");
  check(!config_.timing.invalid(), "the timing of a node is valid");
  config_.inflight_max = std::min(config_.inflight_max, std::uint32_t{Inflight::capacity});
  now_ = now;
  current_term_ = hard_state.current_term;
  voted_for_ = hard_state.voted_for;
  log_.assign(log);
  // A node that has been in any term may have answered a leader just before it stopped, and that leader may
  // hold a lease on the strength of it: to start again counts as contact. In term 0 there was no leader yet.
  if (current_term_ > Term{}) leader_contact_ = now;
  draw_election_timeout();
  election_deadline_ = now_ + election_timeout_ + config_.timing.first_election_delay;
  before_.current_term = current_term_;
  before_.voted_for = voted_for_;
  finish(out);
}

void Node::step(Time now, NodeId from, const Message& message, Output& out) {
  if (!followers().contains(from)) return;
  now_ = now;
  const auto receive = [&](const auto& body) {
    if (admit(from, body, out)) on(from, body, out);
  };
  // What nearly all messages are.
  if (const auto* append = std::get_if<AppendEntries>(&message))
    receive(*append);
  else if (const auto* accepted = std::get_if<AppendAccepted>(&message))
    receive(*accepted);
  else
    step_rare(from, message, out);
  conclude(out);
}

[[gnu::noinline]] void Node::step_rare(NodeId from, const Message& message, Output& out) {
  std::visit(
      [&](const auto& body) {
        using Body = std::remove_cvref_t<decltype(body)>;
        if constexpr (!std::is_same_v<Body, AppendEntries> && !std::is_same_v<Body, AppendAccepted>)
          if (admit(from, body, out)) on(from, body, out);
      },
      message);
}

// Raft §5.1: a larger term is adopted before the message is looked at; a smaller one is answered with ours, so
// that its sender learns it, and answers to questions of an older term are dropped.
template <class Body>
bool Node::admit(NodeId from, const Body& body, Output& out) {
  // These name a term that nobody is in yet: they can neither raise ours nor be out of date by it.
  if constexpr (std::is_same_v<Body, PreVoteRequest> || std::is_same_v<Body, PreVoteGranted>) {
    return true;
  } else {
    if constexpr (std::is_same_v<Body, VoteRequest>) {
      // Thesis §4.2.3, §6.4.1: while a leader may count on us, a vote is refused and its term not even adopted.
      if (body.term < current_term_ || promised_to_a_leader()) {
        deny_vote(from, out);
        return false;
      }
    }
    if (body.term > current_term_) {
      constexpr bool from_leader = std::is_same_v<Body, AppendEntries> || std::is_same_v<Body, CommitNotice>;
      become_follower(body.term, from_leader ? from : no_node, out);
      return true;
    }
    // A denial may come from a voter that is behind us, and still says what is committed.
    if constexpr (std::is_same_v<Body, PreVoteDenied> || std::is_same_v<Body, VoteDenied>) return true;
    if (body.term == current_term_) return true;
    if constexpr (std::is_same_v<Body, AppendEntries>) reject_append(from, body, out);
    return false;
  }
}

void Node::tick(Time now, Output& out) {
  now_ = now;
  if (Leader* leader = std::get_if<Leader>(&role_)) {
    tick_leader(*leader, out);
  } else if (now_ >= election_deadline_) {
    campaign(out);
  } else if (PreCandidate* pre_candidate = std::get_if<PreCandidate>(&role_)) {
    tick_campaign(*pre_candidate, configuration_.voters(), out);
  } else if (Candidate* candidate = std::get_if<Candidate>(&role_)) {
    // A vote that was denied in this term stays denied.
    tick_campaign(*candidate, configuration_.voters() - candidate->denied, out);
  }
  finish(out);
}

Time Node::last_leader_contact() const {
  if (const Leader* leader = std::get_if<Leader>(&role_)) return quorum_round(*leader);
  return leader() != no_node ? leader_contact_ : time_long_ago;
}

// --- transitions ---------------------------------------------------------------------------------

void Node::become_follower(Term term, NodeId leader, Output& out) {
  check(term >= current_term_, "the current term never decreases");
  const bool timer_runs = std::holds_alternative<Follower>(role_);
  if (Leader* deposed = std::get_if<Leader>(&role_)) {
    out.reads_abandoned = true;
    std::swap(spare_queue_, deposed->reads.queue);
    spare_queue_.clear();
  }
  if (term > current_term_) set_term_and_vote(term, no_node);
  role_.emplace<Follower>(Follower{leader, {}});
  // A follower's timer runs on: a larger term alone is no reason to wait (else a hopeless candidate with a
  // short timeout keeps everybody from campaigning).
  if (!timer_runs) {
    draw_election_timeout();
    restart_election_timer();
  }
  note(out, NoteCode::became_follower, current_term_.value, leader.value);
}

void Node::become_pre_candidate(Output& out) {
  check(!leading(), "a leader does not campaign");
  PreCandidate& self = role_.emplace<PreCandidate>();
  self.granted.insert(config_.self);
  self.known_commit = commit_index_;
  draw_election_timeout();
  restart_election_timer();
  note(out, NoteCode::became_pre_candidate, current_term_.next().value);
  if (configuration_.has_quorum(self.granted)) return become_candidate(out);
  start_asking(self, out);
}

void Node::become_candidate(Output& out) {
  check(!leading(), "a leader does not campaign");
  const PreCandidate* before = std::get_if<PreCandidate>(&role_);
  const Index known_commit = before != nullptr ? std::max(before->known_commit, commit_index_) : commit_index_;
  set_term_and_vote(current_term_.next(), config_.self);
  // The votes of the pre-vote stay behind: they were for a term that nobody was in (thesis §9.6).
  Candidate& self = role_.emplace<Candidate>();
  self.granted.insert(config_.self);
  self.known_commit = known_commit;
  draw_election_timeout();
  restart_election_timer();
  note(out, NoteCode::became_candidate, current_term_.value);
  if (configuration_.has_quorum(self.granted)) return become_leader(self.known_commit, out);
  start_asking(self, out);
}

void Node::become_leader(Index known_commit, Output& out) {
  check(std::holds_alternative<Candidate>(role_), "only a candidate becomes leader");
  check(known_commit <= log_.last_index(), "a new leader holds every entry that was committed before (Raft §5.4)");
  Leader& leader = role_.emplace<Leader>();
  std::swap(leader.reads.queue, spare_queue_);
  leader.first_index = log_.last_index().next();
  leader.answered_up_to = known_commit;
  leader.elected_at = now_;
  leader.due.fill(time_never);
  for (NodeId follower : followers()) {
    Progress& progress = leader.progress[follower.value];
    progress.next = leader.first_index;
    progress.backoff = config_.timing.retransmit_after;
  }
  if (config_.heartbeats == HeartbeatPolicy::always) leader.heartbeat_at = now_ + config_.timing.heartbeat_interval;
  if (config_.check_quorum && !decides_alone()) leader.quorum_check_at = now_ + config_.timing.election_timeout_max;
  note(out, NoteCode::became_leader, current_term_.value, log_.last_index().value);
  // Raft §8: an entry of its own term, for the commit index; to all, for its authority.
  append_own(leader, {}, followers(), out);
}

void Node::set_term_and_vote(Term term, NodeId vote) {
  current_term_ = term;
  voted_for_ = vote;
  hard_state_changed_ = true;
}

void Node::write_changed_hard_state(Output& out) {
  hard_state_changed_ = false;
  using Kind = Output::Write::Kind;
  out.writes.emplace_back(Kind::hard_state, Index{}, make_payload<HardState>(*out.pool, current_term_, voted_for_));
}

// What every public call ends with.
void Node::finish(Output& out) {
  conclude(out);
}

void Node::conclude(Output& out) {
  write_hard_state(out);
  check_invariants();
  if (std::holds_alternative<Follower>(role_))
    deadline_ = election_deadline_;
  else if (Leader* leader = std::get_if<Leader>(&role_))
    deadline_ = earliest_deadline(*leader);
  else if (const auto* candidate = std::get_if<Candidate>(&role_))
    deadline_ = std::min(election_deadline_, candidate->ask_again_at);
  else if (const auto* pre_candidate = std::get_if<PreCandidate>(&role_))
    deadline_ = std::min(election_deadline_, pre_candidate->ask_again_at);
}

Time Node::earliest_deadline(Leader& leader) const {
  if (leader.due_moved) {
    leader.due_moved = false;
    leader.earliest_due = *std::min_element(leader.due.begin(), leader.due.begin() + config_.replicas);
  }
  Time earliest = std::min(leader.heartbeat_at, leader.quorum_check_at);
  earliest = std::min(earliest, leader.hedge_at);
  earliest = std::min(earliest, leader.notice_at);
  earliest = std::min(earliest, leader.reads.ask_again_at);
  return std::min(earliest, leader.earliest_due);
}

}  // namespace whitewater::raft
