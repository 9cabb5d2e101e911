// Effects: what an actor wants done, as data. The host owns one buffer, hands it to every event, and
// performs what it holds in order: durable writes, then what leaves the node once the writes that it
// names are durable, then timers. Kept in one lane per type: a tagged list costs a tenth of a run.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>

#include "core/actor/event.hpp"
#include "core/base/check.hpp"
#include "core/base/ids.hpp"
#include "core/base/lane.hpp"
#include "core/base/note_filter.hpp"
#include "core/base/payload.hpp"
#include "core/base/time.hpp"

namespace whitewater {

// The number of a durable write of one node in one incarnation, counted from 1. 0: none, wait for nothing.
using WriteNumber = std::uint64_t;

enum class SendKind : std::uint8_t { message, request, reply };

class Effects {
 public:
  struct Send {
    Send() = default;
    Send(SendKind kind_, NodeId to_, PayloadRef&& payload_, std::uint64_t identity_, WriteNumber after_write_)
        : payload(std::move(payload_)), identity(identity_), after_write(after_write_), to(to_), kind(kind_) {}

    PayloadRef payload;
    // A stable name of this message for keyed randomness: hash of kind, term, index, attempt … It holds no clock and no
    // count over the node's life, so it stays when another message is removed. A retransmission counts the attempt,
    // else it would share the fate of the first. 0: the host names it by its payload's fold, and counts equal ones.
    std::uint64_t identity = 0;
    WriteNumber after_write = 0;  // released when this write is durable
    NodeId to;
    SendKind kind = SendKind::message;
  };
  struct Write {
    enum class Kind : std::uint8_t { append, truncate, replace, trim, append_chunk, commit_slot };
    Write() = default;
    Write(PayloadRef&& payload_, std::uint64_t index_, std::uint32_t count_, Kind kind_, SlotId slot_)
        : payload(std::move(payload_)), index(index_), count(count_), kind(kind_), slot(slot_) {}

    PayloadRef payload;  // append: carries count records; replace: the new content; append_chunk: the chunk
    // append: of its first record; truncate: of the first record that goes; trim: of the first one that may stay;
    // append_chunk: the chunk's place, from 0
    std::uint64_t index = 0;
    std::uint32_t count = 0;  // append: records; commit_slot: chunks
    Kind kind = Kind::append;
    SlotId slot;
  };
  struct TimerChange {
    Time deadline;  // time_never: cancel
    TimerId timer;
  };
  // Of one of sends, by its place: how long after the event it leaves.
  struct Departure {
    std::uint32_t send = 0;
    Duration after;
  };
  // A typed remark for observers: code and words are the actor's own vocabulary. Never in the digest.
  struct Note {
    std::uint32_t code = 0;
    std::uint64_t a = 0;
    std::uint64_t b = 0;
  };

  explicit Effects(PayloadPool& pool) : pool_(&pool) {}

  PayloadPool& pool() { return *pool_; }
  template <PayloadObject T, class... Args>
  PayloadRef make(Args&&... args) {
    return make_payload<T>(*pool_, std::forward<Args>(args)...);
  }

  // The last write issued so far; later sends wait for it unless they name an earlier one.
  WriteNumber last_write() const { return writes_issued_; }

  void send_message(NodeId to, PayloadRef payload, std::uint64_t identity = 0) {
    send(SendKind::message, to, std::move(payload), identity, writes_issued_);
  }
  void send_request(NodeId to, PayloadRef payload, std::uint64_t identity = 0) {
    send(SendKind::request, to, std::move(payload), identity, writes_issued_);
  }
  void send_reply(NodeId to, PayloadRef payload, std::uint64_t identity = 0) {
    send(SendKind::reply, to, std::move(payload), identity, writes_issued_);
  }
  void send(SendKind kind, NodeId to, PayloadRef payload, std::uint64_t identity, WriteNumber after_write) {
    sends.emplace_back(kind, to, std::move(payload), identity, after_write);
  }
  // Elapsed time, on this node's clock: the message leaves no earlier than `after` this event. Hosts on which time
  // passes by itself refuse it.
  void send(SendKind kind, NodeId to, PayloadRef payload, std::uint64_t identity, WriteNumber after_write,
            Duration after) {
    check(after >= Duration{}, "a message leaves when its event happens, or later");
    takes_time_ = true;
    departures.push_back({static_cast<std::uint32_t>(sends.size()), after});
    send(kind, to, std::move(payload), identity, after_write);
  }
  // The node takes nothing until so long after this event: arrivals, and timers that come due, are kept in order. Of
  // several calls the longest counts.
  void busy_for(Duration elapsed) {
    check(elapsed >= Duration{}, "a node is busy from its event on");
    takes_time_ = true;
    busy_ = std::max(busy_, elapsed);
  }
  bool takes_time() const { return takes_time_; }
  Duration busy() const { return busy_; }

  // Absolute, on this node's clock. Replaces an earlier deadline of the same timer. A deadline that has
  // passed fires as soon as possible.
  void set_timer(TimerId timer, Time deadline) { timers.push_back({deadline, timer}); }
  void cancel_timer(TimerId timer) { timers.push_back({time_never, timer}); }

  // count consecutive records, the first at index, all carried by one payload.
  WriteNumber append(std::uint64_t index, std::uint32_t count, PayloadRef payload) {
    return write(std::move(payload), index, count, Write::Kind::append, {});
  }
  // Removes the records from index on.
  WriteNumber truncate(std::uint64_t index) { return write({}, index, 0, Write::Kind::truncate, {}); }
  // Removes the records before index: the log begins at index from now on, also where it held nothing so late (a
  // snapshot from elsewhere may end behind it).
  WriteNumber trim(std::uint64_t index) { return write({}, index, 0, Write::Kind::trim, {}); }
  // Atomically replaces the content of a slot, and drops chunks that are not committed.
  WriteNumber replace(SlotId slot, PayloadRef payload) {
    return write(std::move(payload), 0, 0, Write::Kind::replace, slot);
  }
  // The next content of a slot, in chunks, over any number of events: the chunk at `place`, counted from 0. Place 0
  // drops earlier chunks that are not committed; so does the end of the node's life.
  WriteNumber append_chunk(SlotId slot, std::uint32_t place, PayloadRef payload) {
    return write(std::move(payload), place, 0, Write::Kind::append_chunk, slot);
  }
  // Atomically makes the chunks appended so far, `chunks` in number, the content of the slot.
  WriteNumber commit_slot(SlotId slot, std::uint32_t chunks) {
    return write({}, 0, chunks, Write::Kind::commit_slot, slot);
  }

  // Nothing, when nobody wants notes of this code.
  void note(std::uint32_t code, std::uint64_t a = 0, std::uint64_t b = 0) {
    if (notes_wanted_.wants(code)) [[unlikely]]
      notes.push_back({code, a, b});
  }
  NoteFilter notes_wanted() const { return notes_wanted_; }
  // For hosts, before the first event.
  void want_notes(NoteFilter wanted) { notes_wanted_ = wanted; }

  // For hosts: empties the lanes before the next event and says how many writes the node has issued
  // in this incarnation.
  void begin(WriteNumber writes_issued) {
    sends.clear();
    writes.clear();
    timers.clear();
    notes.clear();
    writes_issued_ = writes_issued;
    if (takes_time_) [[unlikely]]
      forget_time();
  }

  Lane<Send> sends;
  Lane<Write> writes;
  Lane<TimerChange> timers;
  Lane<Note> notes;
  Lane<Departure> departures;  // by place; of the sends that are not named here: at once

 private:
  [[gnu::noinline, gnu::cold]] void forget_time() {
    departures.clear();
    busy_ = {};
    takes_time_ = false;
  }
  WriteNumber write(PayloadRef&& payload, std::uint64_t index, std::uint32_t count, Write::Kind kind, SlotId slot) {
    writes.emplace_back(std::move(payload), index, count, kind, slot);
    return ++writes_issued_;
  }

  PayloadPool* pool_;
  WriteNumber writes_issued_ = 0;
  NoteFilter notes_wanted_ = NoteFilter::all();
  bool takes_time_ = false;  // departures or busy_ say something
  Duration busy_;
};

}  // namespace whitewater
