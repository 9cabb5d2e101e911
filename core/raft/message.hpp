// The messages of Raft, one plain struct each (Raft figure 2). Acceptance and rejection are different alternatives;
// so are pre-votes and votes (thesis §9.6). A new alternative without a handler, a codec and a fold does not
// compile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>

#include "core/raft/identity.hpp"
#include "core/raft/types.hpp"

namespace whitewater::raft {

// The term of a pre-vote message: in a request the term that the sender would campaign in, in a grant the term of the
// request, in a denial the voter's own current term.
struct PreVoteRequest {
  Term term;
  Index last_log_index;
  Term last_log_term;
};
struct PreVoteGranted {
  Term term;
  Index commit_index;  // the voter's: tells a new leader what is committed
};
struct PreVoteDenied {
  Term term;
  Index commit_index;
};

// Raft §5.2, §5.4.1
struct VoteRequest {
  Term term;
  Index last_log_index;
  Term last_log_term;
};
struct VoteGranted {
  Term term;
  Index commit_index;
};
struct VoteDenied {
  Term term;
  Index commit_index;
};

// Raft §5.3. An append without entries is a heartbeat. round is the leader's own clock at sending, in nanoseconds, or
// just ahead of it (replication/rounds.hpp). The answer returns it unread. Answers of a quorum with rounds of T or
// later prove that the leader still led at T (thesis §6.4), so leases and reads need no table of rounds.
struct AppendEntries {
  Term term;
  Index prev_log_index;
  Term prev_log_term;
  Index leader_commit;
  std::uint64_t round = 0;
  PayloadRef entries;  // an EntryBatch, or empty
};
struct AppendAccepted {
  Term term;
  Index match_index;  // the follower's durable log agrees with the leader's up to here
  std::uint64_t round = 0;
};
// The follower has no entry at prev_log_index with prev_log_term. The hint (Raft §5.3, last paragraphs): the term of
// its own entry there, and the first index that it holds of that term. If its log is too short: term 0, and the index
// after its last entry.
struct AppendRejected {
  Term term;
  Index prev_log_index;
  Term conflict_term;
  Index conflict_index;
  std::uint64_t round = 0;
};

// Tells a follower what is committed, and expects no answer. One notice spreads the commit index where a heartbeat
// costs two messages; it also counts as contact. The follower commits min(leader_commit, the last index that an
// AppendEntries of this term has verified).
struct CommitNotice {
  Term term;
  Index leader_commit;
};

// Raft §7, figure 13: one chunk of a snapshot. The chunk says which snapshot it is a part of, and where.
struct InstallSnapshot {
  Term term;
  std::uint64_t round = 0;
  PayloadRef chunk;  // a SnapshotChunk
};
// Also tells a leader of an older term that there is a later one.
struct SnapshotAccepted {
  Term term;
  Index match_index;           // as in AppendAccepted; the snapshot's last index or more: it is installed
  std::uint64_t snapshot = 0;  // the snapshot's id
  std::uint64_t bytes = 0;     // the follower holds so many bytes of it: the next chunk begins there
  std::uint64_t round = 0;
};

using Message =
    std::variant<PreVoteRequest, PreVoteGranted, PreVoteDenied, VoteRequest, VoteGranted, VoteDenied, AppendEntries,
                 AppendAccepted, AppendRejected, CommitNotice, InstallSnapshot, SnapshotAccepted>;

inline MessageKind kind_of(const Message& message) {
  constexpr auto heartbeat = static_cast<std::size_t>(MessageKind::heartbeat);
  const auto* append = std::get_if<AppendEntries>(&message);
  if (append != nullptr) return append->entries ? MessageKind::append_entries : MessageKind::heartbeat;
  // The heartbeat's number was given before there were snapshots.
  return static_cast<MessageKind>(message.index() + (message.index() < heartbeat ? 0 : 1));
}

// The term that the sender of a refusal is in: of a denied vote or pre-vote, or of a rejection; also of the answer to a
// snapshot, which may be a refusal. Nothing: the message is no refusal.
std::optional<Term> term_of_refusal(const Message& message);

// "append_entries" …; "heartbeat" for an AppendEntries without entries.
const char* message_name(const Message& message);

}  // namespace whitewater::raft
