// Translates Raft's types into what the properties are about: states, writes, votes, match indexes, claims.
#include "core/check/properties/raft_properties.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace whitewater::checks {

namespace {

std::uint64_t term_of(const raft::Message& message) {
  return std::visit([](const auto& body) { return body.term.value; }, message);
}

// Only a leader sends it.
bool of_leader(const raft::Message& message) {
  return std::holds_alternative<raft::AppendEntries>(message) || std::holds_alternative<raft::InstallSnapshot>(message);
}

// Up to where a message says that its sender holds the log. Nothing: it says no such thing.
std::optional<std::uint64_t> acknowledged(const raft::Message& message) {
  if (const auto* accepted = std::get_if<raft::AppendAccepted>(&message)) return accepted->match_index.value;
  if (const auto* accepted = std::get_if<raft::SnapshotAccepted>(&message)) return accepted->match_index.value;
  return std::nullopt;
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

std::uint64_t term_of(const LogRecord& record) {
  const auto* batch = record.payload.get_if<raft::EntryBatch>();
  return batch != nullptr ? (*batch)[record.ordinal].term.value : 0;
}

// Where a log ends.
struct LogEnd {
  std::uint64_t index = 0;
  std::uint64_t term = 0;
};

// The end of the snapshot among the recovered slots. If there is none: index 0.
LogEnd recovered_snapshot(const Recovered& recovered) {
  for (const PayloadRef& slot : recovered.slots)
    if (const auto* chunk = slot.get_if<raft::SnapshotChunk>())
      return {chunk->head.last.index.value, chunk->head.last.term.value};
  return {};
}

// What a disk holds of the log. An installed snapshot replaces a log that does not hold its last entry: the disk may
// not have got that far.
LogEnd recovered_end(const Recovered& recovered) {
  const LogEnd snapshot = recovered_snapshot(recovered);
  if (recovered.log.empty()) return snapshot;
  const LogEnd log{recovered.log_first - 1 + recovered.log.size(), term_of(recovered.log.back())};
  if (snapshot.index < recovered.log_first) return log;
  if (snapshot.index > log.index) return snapshot;
  return term_of(recovered.log[snapshot.index - recovered.log_first]) == snapshot.term ? log : snapshot;
}

}  // namespace

void RaftProperties::reset(const raft::Config& config, bool instant_disks) {
  configuration_ = raft::Configuration(NodeSet::first(config.replicas));
  conduct_.reset(config);
  log_.reset(config.replicas);
  disks_.reset(config.replicas, instant_disks);
  leaders_.reset(configuration_);
  votes_.clear();
  snapshots_.assign(std::max<std::size_t>(snapshots_.size(), config.replicas), {});
}

bool RaftProperties::started(NodeId node, const Started& start, const raft::Node& raft) {
  const Recovered& recovered = start.recovered;
  const raft::HardState hard = recovered_hard_state(recovered);
  const LogEnd end = recovered_end(recovered);
  const std::uint64_t last_index = end.index;
  snapshots_[node.value] = {.whole = recovered_snapshot(recovered).index};
  log_.restarted(node);
  disks_.started(node, last_index, hard.current_term.value, hard.voted_for);
  conduct_.started(node, hard);
  if (!note_votes()) return false;
  if (raft.current_term() == hard.current_term && raft.voted_for() == hard.voted_for &&
      raft.last_index().value == last_index && raft.last_term().value == end.term)
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
  for (const Effects::Write* of = effects.writes.begin(); of != effects.writes.end(); ++of) {
    const Effects::Write& write = *of;
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
        // A snapshot is installed: the disk holds it already.
        if (of + 1 != effects.writes.end() && of[1].kind == Effects::Write::Kind::trim && of[1].index > write.index)
          disks_.replaced(node, at + 1, log_.holds_of_committed(node, of[1].index - 1), of[1].index - 1);
        else
          disks_.truncated(node, at, write.index);
        break;
      case Effects::Write::Kind::trim:
        if (!trims(node, write.index)) return false;
        disks_.trimmed(node, at, write.index);
        break;
      case Effects::Write::Kind::append_chunk:
        if (const auto* chunk = write.payload.get_if<raft::SnapshotChunk>())
          snapshots_[node.value].begun = chunk->head.last.index.value;
        break;
      case Effects::Write::Kind::commit_slot:
        snapshots_[node.value].whole = snapshots_[node.value].begun;
        break;
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

bool RaftProperties::trims(NodeId node, std::uint64_t first) {
  if (first <= snapshots_[node.value].whole + 1) return true;
  return violation_.add(Property::snapshot_before_trim, node,
                        who(node) + " removes the entries before index " + number(first) +
                            " from its disk, and its snapshot there stands for those up to index " +
                            number(snapshots_[node.value].whole));
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
  if (std::holds_alternative<raft::AppendAccepted>(message) || std::holds_alternative<raft::AppendRejected>(message) ||
      std::holds_alternative<raft::SnapshotAccepted>(message))
    if (handled != nullptr && of_leader(*handled) && term_of(*handled) == term_of(message))
      conduct_.answered_append(node, now);
  // Pre-vote messages speak of a term that no node is in yet.
  if (std::holds_alternative<raft::PreVoteRequest>(message) || std::holds_alternative<raft::PreVoteGranted>(message))
    return true;
  if (!claim_is_durable(node, send, message, raft)) return false;
  const DurableGhost::TermAndVote& disk = disks_.term_and_vote(node);
  const std::uint64_t term = term_of(message);
  if (term < disk.term || (term == disk.term && send.after_write >= disk.number)) {
    if (!of_leader(message) || log_.led(node, term)) return true;
    return violation_.add(Property::election_safety, node,
                          who(node) + " sends " +
                              (std::holds_alternative<raft::AppendEntries>(message) ? "appends" : "snapshots") +
                              " of term " + number(term) + ", and was not elected in that term");
  }
  return violation_.add(Property::term_of_messages, node,
                        who(node) + " sends " + raft::message_name(message) + " of term " + number(term) +
                            (term > disk.term ? ", and the last term that it wrote is " + number(disk.term)
                                              : ", and does not wait until that term is written"));
}

bool RaftProperties::claim_is_durable(NodeId node, const Effects::Send& send, const raft::Message& message,
                                      const raft::Node& raft) {
  const std::optional<std::uint64_t> match = acknowledged(message);
  const bool granted = std::holds_alternative<raft::VoteGranted>(message);
  const bool asked = std::holds_alternative<raft::VoteRequest>(message);
  if (!match && !granted && !asked) return true;
  const DurableGhost::TermAndVote& disk = disks_.term_and_vote(node);
  const bool waits = send.after_write >= disk.number;
  const bool as_in_memory = raft.current_term().value == disk.term && raft.voted_for() == disk.vote;
  if (match) {
    const std::uint64_t durable = disks_.durable_after(node, send.after_write);
    if (waits && as_in_memory && *match <= durable) return true;
    return violation_.add(
        Property::acknowledged_is_durable, node,
        who(node) + " acknowledges entries up to index " + number(*match) + " in term " + number(term_of(message)) +
            (waits && as_in_memory
                 ? ", and its disk will hold entries only up to index " + number(durable) + " when this is sent"
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
