// The four roles of a Raft node, each owning what only it needs: what a role forgets, nobody else can
// use by mistake (the votes of an older election, the leader of an older term). Raft §5.1, figure 4;
// PreCandidate: thesis §9.6. Plain state; the rules live in the Node's files.
#pragma once

#include <array>
#include <cstdint>
#include <variant>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/raft/configuration.hpp"
#include "core/raft/progress.hpp"
#include "core/raft/reads.hpp"
#include "core/raft/types.hpp"

namespace whitewater::raft {

inline constexpr unsigned replicas_max = Configuration::voters_max;

struct Follower {
  NodeId leader;   // of the current term; no_node: not heard of yet
  Index verified;  // an AppendEntries of the current term has proved that the log agrees with the leader's up to here
};

// What both kinds of campaign keep. Sets, not counters: a duplicated grant counts once.
struct Campaign {
  NodeSet granted;
  NodeSet denied;
  Index known_commit;  // the largest commit index that a voter has reported
  Time ask_again_at = time_never;
  Duration ask_again_after;
};

struct PreCandidate : Campaign {};
struct Candidate : Campaign {};

struct Leader {
  Index first_index;     // of the no-op: entries of the own term begin here
  Index answered_up_to;  // the predecessor may have answered clients up to here
  Time elected_at;
  std::array<Progress, replicas_max> progress;
  // Per follower the next time at which a retransmission or a heartbeat is due. Apart from Progress, so
  // that the earliest is found within a line or two of memory.
  std::array<Time, replicas_max> due;
  Time earliest_due = time_never;  // of all, unless the one that it was has moved away (due_moved)
  bool due_moved = false;
  Time heartbeat_at = time_never;     // HeartbeatPolicy::always
  Time quorum_check_at = time_never;  // CheckQuorum
  Time hedge_at = time_never;         // ReplicationPolicy::thrifty
  Index hedge_index;                  // what the hedge waits to see committed
  Time notice_at = time_never;        // CommitNotice
  Time committed_at;                  // the latest commit
  Duration commit_gap = seconds(1);   // from one committed entry to the next, on average
  std::uint32_t rotation = 0;         // whose turn it is to be sent an entry
  std::uint32_t read_rotation = 0;    // … to be asked for a confirmation
  std::uint64_t heartbeats = 0;       // sent so far: their ordinal
  NodeSet touched;                    // followers whose Progress changed in the present call: what invariants look at
  LeaderReads reads;
};

using Role = std::variant<Follower, PreCandidate, Candidate, Leader>;

}  // namespace whitewater::raft
