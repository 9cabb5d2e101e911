// The names of messages for keyed randomness (Output::Send::identity), in one place. Equal names on one
// link share their fate in a simulated network, so what is sent again must be named anew:
//
//   pre-vote and vote requests   kind, term, last log index, how many the node has sent so far
//   their answers                kind, term, commit index, how many votes the voter has answered so far
//   appends with entries         kind, term, first index, attempt (Progress: grows with each resend)
//   heartbeats                   their own kind, term, previous index, how many the leader has sent
//   answers to both              kind, term, index, the round that they echo
//   commit notices               kind, term, commit index, 0
//
// The constants are fixed for ever: a change moves every seed's run.
#pragma once

#include <cstdint>

#include "core/base/hash.hpp"
#include "core/raft/types.hpp"

namespace whitewater::raft {

// The alternatives of Message as numbers, and one more for the AppendEntries that is empty.
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
};

constexpr std::uint64_t message_identity(MessageKind kind, Term term, Index index, std::uint64_t ordinal) {
  return mix_words(static_cast<std::uint64_t>(kind) + 1, term.value, index.value, ordinal);
}

}  // namespace whitewater::raft
