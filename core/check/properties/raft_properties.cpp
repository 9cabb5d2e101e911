// Translates Raft's types into what the properties are about: states, writes, votes, match indexes, claims.
#include "core/check/properties/raft_properties.hpp"

#include <string>

namespace whitewater::checks {

namespace {

std::uint64_t term_of(const raft::Message& message) {
  return std::visit([](const auto& body) { return body.term.value; }, message);
}

std::string vote_text(NodeId vote) {
  return vote.valid() ? "a vote for " + who(vote) : "no vote";
}

// The hard state among the recovered slots. If it was never written: term 0 and no vote.
raft::HardState recovered_hard_state(const Recovered& recovered) {
  for (const PayloadRef& slot : recovered.slots)
    if (const auto* found = slot.get_if<raft::HardState>()) return *found;
  return {};
}

std::uint64_t recovered_last_term(const Recovered& recovered) {
  if (recovered.log.empty()) return 0;
  const LogRecord& last = recovered.log.back();
  const auto* batch = last.payload.get_if<raft::EntryBatch>();
  return batch != nullptr ? (*batch)[last.ordinal].term.value : 0;
}

}  // namespace

void RaftProperties::reset(const raft::Config& config, bool instant_disks) {
  configuration_ = raft::Configuration(NodeSet::first(config.replicas));
  conduct_.reset(config);
  log_.reset(config.replicas);
  disks_.reset(config.replicas, instant_disks);
  leaders_.reset(configuration_);
  votes_.clear();
}

bool RaftProperties::started(NodeId node, const Started& start, const raft::Node& raft) {
  const Recovered& recovered = start.recovered;
  const raft::HardState hard = recovered_hard_state(recovered);
  const std::uint64_t last_index = recovered.log_first - 1 + recovered.log.size();
  log_.restarted(node);
  disks_.started(node, last_index, hard.current_term.value, hard.voted_for);
  conduct_.started(node, hard);
  if (!note_votes()) return false;
  if (raft.current_term() == hard.current_term && raft.voted_for() == hard.voted_for &&
      raft.last_index().value == last_index && raft.last_term().value == recovered_last_term(recovered))
    return true;
  return violation_.add(Property::restart_keeps_durable, node,
                        who(node) + " starts in term " + number(raft.current_term().value) + " with " +
                            vote_text(raft.voted_for()) + " and entries up to index " +
                            number(raft.last_index().value) + "; on its disk are term " +
                            number(hard.current_term.value) + ", " + vote_text(hard.voted_for) +
                            " and entries up to index " + number(last_index));
}

bool RaftProperties::writes_many(NodeId node, const Effects& effects) {
  WriteNumber at = effects.last_write() - effects.writes.size();
  for (const Effects::Write& write : effects.writes) {
    ++at;
    switch (write.kind) {
      case Effects::Write::Kind::append:
        if (const auto* batch = write.payload.get_if<raft::EntryBatch>())
          if (!of_written_term(node, *batch))
            return violation_.add(Property::term_before_entries, node,
                                  who(node) + " writes an entry of term " +
                                      number((*batch)[batch->count - 1].term.value) +
                                      ", and the term that it wrote before is " + number(written_term(node)));
        disks_.appended(node, at, write.index + write.count - 1);
        break;
      case Effects::Write::Kind::truncate:
        disks_.truncated(node, at, write.index);
        break;
      case Effects::Write::Kind::trim:
      case Effects::Write::Kind::append_chunk:
      case Effects::Write::Kind::commit_slot:
        fail_check("this Raft takes no snapshots: it trims no log, and its slot holds one payload");
      case Effects::Write::Kind::replace:
        if (const auto* hard = write.payload.get_if<raft::HardState>()) {
          disks_.wrote(node, {at, hard->current_term.value, hard->voted_for});
          if (!conduct_.wrote(node, *hard)) return false;
        }
        break;
    }
  }
  return note_votes();
}

bool RaftProperties::note_votes() {
  for (const DurableGhost::DurableVote& vote : disks_.new_votes()) {
    const NodeId first = votes_.first(vote.term, vote.voter, vote.candidate);
    if (first != vote.candidate)
      return violation_.add(Property::one_vote, vote.voter,
                            who(vote.voter) + " voted for " + who(first) + " in term " + number(vote.term) +
                                ", and then for " + who(vote.candidate));
  }
  disks_.forget_new_votes();
  return true;
}

bool RaftProperties::rule_by_rule(NodeId node, const raft::Node& raft, std::uint64_t applied,
                                  std::uint64_t state_hash) {
  const LogProperties::Judgement judgement = log_.judge(node, View(raft, applied, state_hash));
  return judgement.fine && (!judgement.elected || elected(node, raft));
}

// Its own vote is counted: vote requests are sent only after that vote is durable.
bool RaftProperties::elected(NodeId node, const raft::Node& raft) {
  const std::uint64_t term = log_.seen(node).term;
  leaders_.began_to_lead(node);
  for (const NodeId follower : configuration_.voters_but(node)) {
    const raft::Progress& progress = raft.progress(follower);
    if (!leaders_.knew(node, follower, progress.match.value, progress.next.value) &&
        !leaders_.learned(node, follower, progress.match.value, progress.next.value))
      return false;
  }
  const NodeSet voters = votes_.voters(term, node);
  if (configuration_.has_quorum(voters)) return true;
  return violation_.add(Property::elected_by_majority, node,
                        who(node) + " leads term " + number(term) + " with the durable votes of " +
                            number(voters.size()) + " of " + number(configuration_.voters().size()) + " nodes");
}

bool RaftProperties::leader_learned(NodeId node, NodeId from, const raft::Node& raft) {
  const raft::Progress& progress = raft.leadership()->replication.known[from.value];
  if (from != node && !leaders_.learned(node, from, progress.match.value, progress.next.value)) return false;
  return raft.commit_index() == raft.last_index() || all_is_committed(node, raft);
}

[[gnu::noinline]] bool RaftProperties::all_is_committed(NodeId node, const raft::Node& raft) {
  return leaders_.has_committed_all(node, View(raft, 0, 0));
}

bool RaftProperties::may_leave(NodeId node, Time now, const Effects::Send& send, const raft::Message& message,
                               const raft::Message* handled, const raft::Node& raft) {
  // A refusal of a later term tells a deposed leader to step down, and promises it nothing.
  if (std::holds_alternative<raft::AppendAccepted>(message) || std::holds_alternative<raft::AppendRejected>(message))
    if (const auto* append = handled != nullptr ? std::get_if<raft::AppendEntries>(handled) : nullptr)
      if (append->term.value == term_of(message)) conduct_.answered_append(node, now);
  // Pre-vote messages speak of a term that no node is in yet.
  if (std::holds_alternative<raft::PreVoteRequest>(message) || std::holds_alternative<raft::PreVoteGranted>(message))
    return true;
  if (!claim_is_durable(node, send, message, raft)) return false;
  const DurableGhost::TermAndVote& disk = disks_.term_and_vote(node);
  const std::uint64_t term = term_of(message);
  if (term < disk.term || (term == disk.term && send.after_write >= disk.number)) {
    if (!std::holds_alternative<raft::AppendEntries>(message) || log_.led(node, term)) return true;
    return violation_.add(Property::election_safety, node,
                          who(node) + " sends appends of term " + number(term) + ", and was not elected in that term");
  }
  return violation_.add(Property::term_of_messages, node,
                        who(node) + " sends " + raft::message_name(message) + " of term " + number(term) +
                            (term > disk.term ? ", and the last term that it wrote is " + number(disk.term)
                                              : ", and does not wait until that term is written"));
}

bool RaftProperties::claim_is_durable(NodeId node, const Effects::Send& send, const raft::Message& message,
                                      const raft::Node& raft) {
  const auto* accepted = std::get_if<raft::AppendAccepted>(&message);
  const bool granted = std::holds_alternative<raft::VoteGranted>(message);
  const bool asked = std::holds_alternative<raft::VoteRequest>(message);
  if (accepted == nullptr && !granted && !asked) return true;
  const DurableGhost::TermAndVote& disk = disks_.term_and_vote(node);
  const bool waits = send.after_write >= disk.number;
  const bool as_in_memory = raft.current_term().value == disk.term && raft.voted_for() == disk.vote;
  if (accepted != nullptr) {
    const std::uint64_t durable = disks_.durable_after(node, send.after_write);
    if (waits && as_in_memory && accepted->match_index.value <= durable) return true;
    return violation_.add(Property::acknowledged_is_durable, node,
                          who(node) + " acknowledges entries up to index " + number(accepted->match_index.value) +
                              " in term " + number(accepted->term.value) +
                              (waits && as_in_memory ? ", and its disk will hold entries only up to index " +
                                                           number(durable) + " when this is sent"
                                                     : ", and its disk may hold another term when this is sent"));
  }
  const NodeId vote = granted ? send.to : node;
  if (waits && as_in_memory && disk.vote == vote && disk.term == term_of(message)) return true;
  return violation_.add(
      Property::vote_is_durable, node,
      who(node) + (granted ? " votes for " + who(vote) : " asks for votes") + " in term " + number(term_of(message)) +
          (waits
               ? ", and the hard state that it wrote last is term " + number(disk.term) + " and " + vote_text(disk.vote)
               : ", and does not wait until term and vote are written"));
}

}  // namespace whitewater::checks
