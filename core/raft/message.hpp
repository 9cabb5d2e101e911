// The messages of Raft, one plain struct each (Raft figure 2). A reply that accepts and one that
// rejects are different alternatives; so are PreVote and the vote (thesis §9.6). A new alternative
// without a handler, a codec and a fold does not compile.
#pragma once

#include <cstdint>
#include <variant>

#include "core/raft/types.hpp"

namespace whitewater::raft {

// term of the pre-vote family is the term that the sender would campaign in (requests), or the term of
// the request that is answered (grants), or the voter's own current term (denials).
struct PreVoteRequest {
  Term term;
  Index last_log_index;
  Term last_log_term;
};
struct PreVoteGranted {
  Term term;
  Index commit_index;  // of the voter: a new leader learns what is committed
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

// Raft §5.3. Without entries it is a heartbeat. round is the leader's own clock at sending, in
// nanoseconds, opaque to the follower: the answer returns it, and a quorum of answers whose rounds are at
// or after T proves leadership at T (thesis §6.4). So leases and reads need no table of rounds.
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
// The follower has no entry prev_log_index of prev_log_term. The hint (Raft §5.3, last paragraphs):
// the term of its conflicting entry and the first index it holds of that term; or, when its log is too
// short, term 0 and the index behind its last entry.
struct AppendRejected {
  Term term;
  Index prev_log_index;
  Term conflict_term;
  Index conflict_index;
  std::uint64_t round = 0;
};

// Tells a follower what is committed, and expects no answer: spreads the commit index (and contact) for
// one message where a heartbeat costs two. The follower commits min(leader_commit, the last index that an
// AppendEntries of this term has verified).
struct CommitNotice {
  Term term;
  Index leader_commit;
};

using Message = std::variant<PreVoteRequest, PreVoteGranted, PreVoteDenied, VoteRequest, VoteGranted, VoteDenied,
                             AppendEntries, AppendAccepted, AppendRejected, CommitNotice>;

// "append_entries" …; an empty AppendEntries is "heartbeat".
const char* message_name(const Message& message);

}  // namespace whitewater::raft
