// Output: what one call of a Raft node wants done. The owner performs all writes, and sends each message when
// what it claims is durable. Reused from call to call.
#pragma once

#include <cstdint>
#include <utility>

#include "core/base/ids.hpp"
#include "core/base/lane.hpp"
#include "core/base/payload.hpp"
#include "core/raft/peer_message.hpp"
#include "core/raft/types.hpp"

namespace whitewater::raft {

// What a node tells observers: typed, never text.
enum class NoteCode : std::uint32_t {
  became_follower = 1,   // a: term, b: leader or 0xFFFF
  became_pre_candidate,  // a: term it would campaign in
  became_candidate,      // a: term
  became_leader,         // a: term, b: last index
  quorum_lost,           // a: term; a leader stepped down because it could not reach a quorum
  vote_granted,          // a: term, b: candidate
  vote_denied,           // a: term, b: candidate
  log_truncated,         // a: first index that went
  commit_advanced,       // a: new commit index
  append_retransmitted,  // a: follower, b: first index
  append_hedged,         // a: number of followers, b: first index
  append_rejected,       // a: follower, b: conflict index; at the leader
};

// What a message or an answer claims about the disk of its sender. The owner lets it leave once that is durable.
enum class Claim : std::uint8_t {
  nothing,     // leaves at once
  term,        // the term that the sender is in: the latest hard state
  earlier,     // what earlier calls wrote
  everything,  // what was written so far, by this call too
};

struct Output {
  struct Send {
    NodeSet to;
    PayloadRef payload;  // a PeerMessage, one for all of them
    // Names the message for keyed randomness: kind, term, index, attempt.
    std::uint64_t identity = 0;
    Claim claim = Claim::everything;

    const Message& message() const { return payload.get_if<PeerMessage>()->message; }
  };
  struct Write {
    enum class Kind : std::uint8_t { hard_state, append, truncate };
    Kind kind = Kind::append;
    Index index;         // append: of the first entry; truncate: the first that goes
    PayloadRef payload;  // hard_state: a HardState; append: an EntryBatch
  };
  // The read that the owner named token may be answered from a state machine that has applied index.
  struct ReadReady {
    std::uint64_t token = 0;
    Index index;
  };
  struct Note {
    NoteCode code;
    std::uint64_t a = 0;
    std::uint64_t b = 0;
  };

  Output() = default;
  explicit Output(PayloadPool& payload_pool) : pool(&payload_pool) {}

  void clear() {
    sends.clear();
    writes.clear();
    reads.clear();
    notes.clear();
    reads_abandoned = false;
  }

  PayloadPool* pool = nullptr;  // the owner sets it before the first call
  Lane<Send> sends;
  Lane<Write> writes;  // in order
  Lane<ReadReady> reads;
  Lane<Note> notes;
  bool notes_wanted = true;  // the owner says so
  // The node stopped leading: reads that were asked and are not ready never will be.
  bool reads_abandoned = false;
};

}  // namespace whitewater::raft
