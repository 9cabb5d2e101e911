// Output: the writes and messages that one call of a Raft node asks for. The owner performs all writes, and sends each
// message once the writes that it claims are durable. One Output is reused for all calls.
#pragma once

#include <cstdint>
#include <utility>

#include "core/base/ids.hpp"
#include "core/base/lane.hpp"
#include "core/base/note_filter.hpp"
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
  snapshot_taken,        // a: last included index, b: bytes of the state
  snapshot_sent,         // a: follower, b: last included index; its first chunk leaves
  snapshot_installed,    // a: last included index, b: bytes of the state
};

// Which writes of its sender a message or an answer relies on. The owner sends it once these writes are durable.
enum class Claim : std::uint8_t {
  nothing,     // none: sent at once
  term,        // the latest write of term and vote
  earlier,     // the writes of earlier calls
  everything,  // all writes so far, those of this call included
};

struct Output {
  struct Send {
    NodeSet to;
    PayloadRef payload;  // a PeerMessage, shared by all receivers
    // The message's name for keyed randomness: kind, term, index, attempt.
    std::uint64_t identity = 0;
    Claim claim = Claim::everything;

    const Message& message() const { return payload.get_if<PeerMessage>()->message; }
  };
  struct Write {
    enum class Kind : std::uint8_t { hard_state, append, truncate, snapshot, trim };
    Kind kind = Kind::append;
    // append: of the first entry; truncate: of the first entry to remove; trim: of the first entry that may stay;
    // snapshot: of the last included entry
    Index index;
    PayloadRef payload;  // hard_state: a HardState; append: an EntryBatch; snapshot: a Snapshot
  };
  // The owner may answer the read that it named token, once its state machine has applied index.
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
    snapshot_installed = false;
  }

  PayloadPool* pool = nullptr;  // the owner sets it before the first call
  Lane<Send> sends;
  Lane<Write> writes;  // in the order in which to perform them
  Lane<ReadReady> reads;
  Lane<Note> notes;
  NoteFilter notes_wanted = NoteFilter::all();  // set by the owner
  // The node stopped leading: reads that are not ready will never become ready.
  bool reads_abandoned = false;
  // The owner restores its state machine from Node::snapshot(), before it applies anything.
  bool snapshot_installed = false;
};

}  // namespace whitewater::raft
