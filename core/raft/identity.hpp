// The names of messages for keyed randomness (Output::Send::identity), in one place. Equal names on one link share
// their fate in a simulated network, so each message has its own. A name holds no clock, no count over a life, and
// nothing that depends on the size of the cluster, so that a message keeps its name when another one is removed:
//
//   pre-vote and vote requests   kind, term asked for, 0, how many were sent for it
//   their answers                kind, the voter's term, 0, how many it has sent this candidate in this term
//   appends with entries         kind, term, first index, attempt (0 for the first that begins there)
//   heartbeats                   their own kind, term, previous index, how many the follower was sent with it
//   append_accepted              kind, term, verified index, how many were sent with it
//   append_rejected              kind, term, previous index, how many were sent since the verified index grew
//   commit notices               kind, term, commit index, 0
//   install_snapshot             kind, term, last included index, offset · 2^16 + how often one was sent again
//   snapshot_accepted            kind, term, verified index, how many were sent with it
//
// The constants are fixed for ever: a change moves every seed's run.
#pragma once

#include <cstdint>

#include "core/base/hash.hpp"
#include "core/raft/types.hpp"

namespace whitewater::raft {

// The kinds of messages as numbers: the alternatives of Message, and in between the AppendEntries that is empty
// (kind_of in message.hpp).
enum class MessageKind : std::uint8_t {
  pre_vote_request,
  pre_vote_granted,
  pre_vote_denied,
  vote_request,
  vote_granted,
  vote_denied,
  append_entries,
  append_accepted,
  append_rejected,
  commit_notice,
  heartbeat,
  install_snapshot,
  snapshot_accepted,
};

constexpr std::uint64_t message_identity(MessageKind kind, Term term, Index index, std::uint64_t ordinal) {
  return mix_words(static_cast<std::uint64_t>(kind) + 1, term.value, index.value, ordinal);
}

}  // namespace whitewater::raft
