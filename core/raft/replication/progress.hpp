// Progress: what a leader knows of one follower's log, and which appends to it are unanswered (Raft figure 2:
// nextIndex, matchIndex). Data and its transitions. It sends nothing, and decides neither what is committed nor who
// receives what.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/base/check.hpp"
#include "core/base/time.hpp"
#include "core/raft/timing.hpp"
#include "core/raft/types.hpp"

namespace whitewater::raft {

// The unanswered appends to one follower, oldest first, by their last index.
class Inflight {
 public:
  static constexpr unsigned capacity = 64;

  bool empty() const { return size_ == 0; }
  unsigned size() const { return size_; }
  // The first index of the oldest unanswered append. Precondition: there is one.
  Index first() const { return first_; }

  void clear() { size_ = 0; }
  void push(Index first, Index last) {
    check(size_ < capacity, "no more appends are in flight than the window holds");
    if (size_ == 0) first_ = first;
    last_of_[(head_ + size_) % capacity] = last;
    ++size_;
  }
  // Forgets the appends that end at or before match: acknowledgements are cumulative.
  void acknowledge(Index match) {
    while (size_ != 0 && last_of_[head_] <= match) {
      first_ = last_of_[head_].next();
      head_ = static_cast<std::uint8_t>((head_ + 1) % capacity);
      --size_;
    }
  }

 private:
  std::uint8_t head_ = 0;
  std::uint8_t size_ = 0;
  Index first_;
  std::array<Index, capacity> last_of_{};
};

struct Progress {
  enum class State : std::uint8_t {
    probe,      // the logs differ: one append at a time until one is accepted
    replicate,  // appends follow each other without waiting for answers
    silent,     // several appends stayed unanswered: only heartbeats until it answers
    snapshot,   // it lacks entries that are compacted: a snapshot is on its way
  };

  State state = State::replicate;
  bool late = false;                   // an append to it timed out since its last answer
  std::uint32_t attempt = 0;           // counts the resends of the current entries; part of a message's identity
  std::uint32_t heartbeats = 0;        // sent since match last grew; part of their identities
  std::uint32_t first_heartbeats = 0;  // the same of those that begin before the first entry, in the whole term
  Index match;                         // its durable log agrees with the leader's up to here
  Index next;                          // the first index not yet sent
  Index target;                        // the leader sends it entries up to here now; later entries may wait
  Index sent_last;                     // the highest index ever sent to it in this term
  Time round = time_long_ago;          // the latest that it has answered
  Time last_sent = time_long_ago;      // when anything was sent to it
  Time retransmit_at = time_never;
  Duration round_trip;  // the longest of late; decays with each answer
  Duration backoff;     // between two transmissions
  Inflight inflight;

  // The attempt in the name of an append that begins at next: 0 if none began as late before.
  std::uint32_t attempt_at_next() const { return next > sent_last ? 0 : attempt; }

  // True if an append with entries may be sent now.
  bool may_append(unsigned inflight_max) const {
    switch (state) {
      case State::probe:
        return inflight.empty();
      case State::replicate:
        return inflight.size() < inflight_max;
      case State::silent:
      case State::snapshot:
        return false;
    }
    return false;
  }
  // False: only an answer of the follower's makes the leader send it entries.
  bool takes_appends() const { return state == State::probe || state == State::replicate; }

  void begin_snapshot() {
    state = State::snapshot;
    inflight.clear();
  }

  void appended(Index first, Index last, Time now) {
    if (inflight.empty()) retransmit_at = now + backoff;
    inflight.push(first, last);
    next = last.next();
    sent_last = std::max(sent_last, last);
  }

  // The follower's log agrees up to up_to. Returns true if that was not known before.
  bool accepted(Index up_to, Time now, Duration retransmit_delay) {
    if (up_to <= match) return false;
    match = up_to;
    heartbeats = 0;
    next = std::max(next, match.next());
    inflight.acknowledge(match);
    state = State::replicate;
    // (first index, attempt) must never repeat, or the resend shares the first one's fate. So reset attempt only past
    // everything ever sent.
    if (match >= sent_last) attempt = 0;
    backoff = retransmit_delay;
    retransmit_at = inflight.empty() ? time_never : now + backoff;
    return true;
  }

  // A rejection counts only if it refuses something after match, and, while probing, the one append in flight.
  // Otherwise it is old or a duplicate: backing up for it would send entries twice, or entries that match covers.
  bool rejection_counts(Index prev_log_index) const {
    if (state == State::snapshot) return false;
    if (prev_log_index <= match || prev_log_index >= next) return false;
    return state != State::probe || (!inflight.empty() && prev_log_index == inflight.first().previous());
  }

  void rejected(Index retry_from) {
    state = State::probe;
    next = std::max(retry_from, match.next());
    give_up_inflight();
  }

  // Nothing in flight was answered in time, so all of it counts as lost.
  void timed_out() {
    late = true;
    if (!inflight.empty()) next = std::max(inflight.first(), match.next());
    give_up_inflight();
  }

  // The follower answered a message of this round. Any answer counts.
  void answered(Time of_round, Time now, Duration retransmit_delay_min, Duration retransmit_delay_max) {
    round = std::max(round, of_round);
    round_trip = std::max(now - of_round, round_trip - round_trip / 8);
    late = false;
    if (state == State::silent) {
      state = State::replicate;
      backoff = retransmit_delay(retransmit_delay_min, retransmit_delay_max);
    }
  }

  // How long to wait before an append counts as lost. Not less than a round trip, or everything would be sent twice
  // over a slow link. Not more than at_most, so that one long stall does not slow down the resends.
  Duration retransmit_delay(Duration at_least, Duration at_most) const {
    return std::clamp(round_trip + round_trip / 2, at_least, at_most);
  }

 private:
  void give_up_inflight() {
    inflight.clear();
    ++attempt;
    retransmit_at = time_never;
  }
};

}  // namespace whitewater::raft
