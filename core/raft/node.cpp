// The frame of a Node: its public calls, the term rule, and the choice of the part that handles a message.
#include "core/raft/node.hpp"

#include <algorithm>

#include "core/base/check.hpp"
#include "core/raft/snapshots/receiving.hpp"

namespace whitewater::raft {

void Node::reset(const Config& config) {
  if (Leader* leader = std::get_if<Leader>(&role_)) std::swap(spare_queue_, leader->reads.queue);
  spare_queue_.clear();
  state_.reset(config);
  elections_ = {};
  early_.clear();
  incoming_.clear();
  role_.emplace<Follower>();
  deadline_ = time_never;
  before_ = {};
  before_commit_hash_ = Log::chain_start;
  fingerprint_ = 0;
  snapshot_fold_ = 0;
}

void Node::start(Time now, const Durable& durable, Output& out) {
  Config& config = state_.config;
  check(state_.configuration.valid(), "a cluster has from 1 to 21 replicas");
  check(state_.configuration.voters().contains(config.self), "a node is one of the replicas");
  check(config.inflight_max >= 1, "at least one append may be in flight");
  check(!config.timing.invalid(), "the timing of a node is valid");
  config.inflight_max = std::min(config.inflight_max, std::uint32_t{Inflight::capacity});
  state_.now = now;
  state_.current_term = durable.hard_state.current_term;
  state_.voted_for = durable.hard_state.voted_for;
  recover(state_, durable, out);
  snapshot_fold_ = state_.snapshot.fold();
  elections_.start(state_);
  before_.current_term = state_.current_term;
  before_.voted_for = state_.voted_for;
  finish(out);
}

void Node::step(Time now, NodeId from, const Message& message, Output& out) {
  if (!state_.followers.contains(from)) return;
  state_.now = now;
  const auto receive = [&](const auto& body) {
    if (admit(from, body, out)) on(from, body, out);
  };
  // Nearly all messages are one of these two.
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

// Raft §5.1: a larger term is adopted before the message is handled. A request of a smaller term is answered with our
// term, so that its sender learns it. An answer of a smaller term is dropped.
template <class Body>
bool Node::admit(NodeId from, const Body& body, Output& out) {
  // These messages name a term that no node is in yet, so the term rule does not apply.
  if constexpr (std::is_same_v<Body, PreVoteRequest> || std::is_same_v<Body, PreVoteGranted>) {
    return true;
  } else {
    const Term current_term = state_.current_term;
    if constexpr (std::is_same_v<Body, VoteRequest>) {
      // Thesis §4.2.3, §6.4.1: while a leader may rely on us, the vote is denied and its term is not adopted.
      if (body.term < current_term || promised_to_a_leader()) {
        elections_.deny_vote(state_, from, out);
        return false;
      }
    }
    if (body.term > current_term) {
      constexpr bool from_leader = std::is_same_v<Body, AppendEntries> || std::is_same_v<Body, CommitNotice> ||
                                   std::is_same_v<Body, InstallSnapshot>;
      become_follower(body.term, from_leader ? from : no_node, out);
      return true;
    }
    // The voter may be in a smaller term than ours; its denial still tells what is committed.
    if constexpr (std::is_same_v<Body, PreVoteDenied> || std::is_same_v<Body, VoteDenied>) return true;
    if (body.term == current_term) return true;
    if constexpr (std::is_same_v<Body, AppendEntries>) reject_append(state_, from, body, out);
    if constexpr (std::is_same_v<Body, InstallSnapshot>) refuse_snapshot(state_, from, body, out);
    return false;
  }
}

// True if a leader may rely on this node. A leader relies on itself as long as a quorum follows it.
bool Node::promised_to_a_leader() const {
  const Leader* leader = leadership();
  return elections_.promised(state_, leader == nullptr
                                         ? elections_.leader_contact()
                                         : leader->heartbeats.quorum_contact(state_, leader->replication));
}

void Node::on(NodeId from, const PreVoteRequest& request, Output& out) {
  elections_.answer_pre_vote(state_, from, request, promised_to_a_leader(), out);
}

void Node::on(NodeId from, const PreVoteGranted& grant, Output& out) {
  PreCandidate* self = std::get_if<PreCandidate>(&role_);
  if (self == nullptr || grant.term != self->term) return;
  self->grant(from, grant.commit_index);
  if (self->won(state_)) become_candidate(out);
}

void Node::on(NodeId from, const PreVoteDenied& denial, Output&) {
  if (PreCandidate* self = std::get_if<PreCandidate>(&role_)) self->deny(from, denial.commit_index);
}

// The term rule has checked that the request is of the current term and that no promise forbids the vote.
void Node::on(NodeId from, const VoteRequest& request, Output& out) {
  if (!elections_.may_vote(state_, from, request)) return elections_.deny_vote(state_, from, out);
  if (!std::holds_alternative<Follower>(role_)) become_follower(state_.current_term, no_node, out);
  elections_.grant_vote(state_, from, out);
}

void Node::on(NodeId from, const VoteGranted& grant, Output& out) {
  Candidate* self = std::get_if<Candidate>(&role_);
  if (self == nullptr) return;
  self->grant(from, grant.commit_index);
  if (self->won(state_)) become_leader(self->known_commit, out);
}

void Node::on(NodeId from, const VoteDenied& denial, Output&) {
  Candidate* self = std::get_if<Candidate>(&role_);
  if (self == nullptr) return;
  // A denial of a smaller term comes from a voter that keeps a promise. The promise ends, so ask that voter again.
  if (denial.term == state_.current_term)
    self->deny(from, denial.commit_index);
  else
    self->known_commit = std::max(self->known_commit, denial.commit_index);
}

void Node::on(NodeId from, const AppendEntries& append, Output& out) {
  follow(from, out).receive(state_, early_, from, append, out);
}

void Node::on(NodeId from, const CommitNotice& notice, Output& out) {
  follow(from, out).receive(state_, notice, out);
}

void Node::on(NodeId from, const AppendAccepted& answer, Output& out) {
  Leader* leader = std::get_if<Leader>(&role_);
  if (leader == nullptr) return;
  leader->replication.accepted(state_, from, answer, out);
  leader->reads.release(state_, leader->replication, out);
}

void Node::on(NodeId from, const AppendRejected& answer, Output& out) {
  Leader* leader = std::get_if<Leader>(&role_);
  if (leader == nullptr) return;
  leader->replication.rejected(state_, from, answer, out);
  leader->reads.release(state_, leader->replication, out);
}

void Node::on(NodeId from, const InstallSnapshot& install, Output& out) {
  receive_snapshot(state_, follow(from, out), incoming_, from, install, out);
  snapshot_fold_ = state_.snapshot.fold();
}

void Node::on(NodeId from, const SnapshotAccepted& answer, Output& out) {
  Leader* leader = std::get_if<Leader>(&role_);
  if (leader == nullptr) return;
  leader->replication.snapshot_accepted(state_, from, answer, out);
  leader->reads.release(state_, leader->replication, out);
}

void Node::tick(Time now, Output& out) {
  state_.now = now;
  if (Leader* leader = std::get_if<Leader>(&role_)) {
    if (leader->heartbeats.quorum_is_lost(state_, leader->replication)) {
      state_.note(out, NoteCode::quorum_lost, state_.current_term.value);
      become_follower(state_.current_term, no_node, out);
    } else {
      leader->tick(state_, out);
    }
  } else if (elections_.timed_out(state_)) {
    if (state_.config.prevote)
      become_pre_candidate(out);
    else
      become_candidate(out);
  } else if (PreCandidate* pre_candidate = std::get_if<PreCandidate>(&role_)) {
    pre_candidate->tick(state_, elections_, out);
  } else if (Candidate* candidate = std::get_if<Candidate>(&role_)) {
    candidate->tick(state_, elections_, out);
  }
  finish(out);
}

std::optional<Index> Node::propose(Time now, PayloadRef command, Output& out) {
  Leader* leader = std::get_if<Leader>(&role_);
  if (leader == nullptr) return std::nullopt;
  state_.now = now;
  Replication& replication = leader->replication;
  replication.append_own(state_, std::move(command), replication.first_targets_of_entry(state_), out);
  finish(out);
  return state_.log.last_index();
}

std::optional<Index> Node::propose(Time now, std::span<const PayloadRef> commands, Output& out) {
  Leader* leader = std::get_if<Leader>(&role_);
  if (leader == nullptr || commands.empty()) return std::nullopt;
  state_.now = now;
  const Index first = leader->replication.propose(state_, commands, out);
  finish(out);
  return first;
}

void Node::take_snapshot(Time now, Index index, std::string_view state, Output& out) {
  state_.now = now;
  whitewater::raft::take_snapshot(state_, index, state, out);
  snapshot_fold_ = state_.snapshot.fold();
  finish(out);
}

bool Node::read(Time now, std::uint64_t token, Output& out) {
  Leader* leader = std::get_if<Leader>(&role_);
  if (leader == nullptr) return false;
  state_.now = now;
  leader->reads.read(state_, leader->replication, token, leader->first_index, out);
  finish(out);
  return true;
}

Time Node::last_leader_contact() const {
  if (const Leader* leader = leadership()) return leader->replication.quorum_followed_at(state_);
  return leader() != no_node ? elections_.leader_contact() : time_long_ago;
}

Index Node::match_index(NodeId follower) const {
  return progress(follower).match;
}

const Progress& Node::progress(NodeId follower) const {
  const Leader* leader = leadership();
  check(leader != nullptr && state_.followers.contains(follower), "only a leader knows how far its followers are");
  return leader->replication.known[follower.value];
}

Index Node::answered_up_to() const {
  const Leader* leader = leadership();
  check(leader != nullptr, "only a leader knows what its predecessor answered");
  return leader->answered_up_to;
}

void Node::finish(Output& out) {
  conclude(out);
}

void Node::conclude(Output& out) {
  state_.write_hard_state(out);
  check_invariants();
  if (std::holds_alternative<Follower>(role_))
    deadline_ = elections_.deadline();
  else if (Leader* leader = std::get_if<Leader>(&role_))
    deadline_ = leader->deadline(state_);
  else if (const auto* candidate = std::get_if<Candidate>(&role_))
    deadline_ = std::min(elections_.deadline(), candidate->ask_again_at);
  else if (const auto* pre_candidate = std::get_if<PreCandidate>(&role_))
    deadline_ = std::min(elections_.deadline(), pre_candidate->ask_again_at);
}

}  // namespace whitewater::raft
