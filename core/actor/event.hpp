// What can happen to an actor. An actor is handed one Event at a time, with its own clock's time,
// and answers with Effects (effects.hpp); it can do nothing else. See actor.hpp for the contract.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/payload.hpp"

namespace whitewater {

// Timers are small numbers that the actor chooses: 0 … timers_max-1. Hosts keep one deadline for each.
struct TimerId {
  std::uint8_t value = 0;
  friend constexpr auto operator<=>(const TimerId&, const TimerId&) = default;
};
inline constexpr unsigned timers_max = 8;

// Slots hold one content each, replaced atomically: one payload (term and vote, say), or several chunks (a snapshot).
// 0 … slots_max-1.
struct SlotId {
  std::uint8_t value = 0;
  friend constexpr auto operator<=>(const SlotId&, const SlotId&) = default;
};
inline constexpr unsigned slots_max = 4;

// One durable record of the log: number `ordinal` of the records that payload carries (see Effects::append). An empty
// payload: the record was written, but the disk cannot read it any more.
struct LogRecord {
  PayloadRef payload;
  std::uint32_t ordinal = 0;
};

// What was durable when the node stopped; empty at the very first start. log[i] has index log_first + i (see
// Effects::trim).
struct Recovered {
  std::uint64_t log_first = 1;
  std::span<const LogRecord> log;
  // By slot number: the content, or its first chunk; empty handle: never written. May be shorter than slots_max.
  std::span<const PayloadRef> slots;
  std::size_t damaged = 0;  // how many records of the log cannot be read any more (bit rot)
  // By slot number: all chunks of a content that was written in chunks; empty: it was not. May be shorter than slots.
  std::span<const std::vector<PayloadRef>> chunks{};

  // The whole content of a slot, in order: one payload, or all chunks. Empty: never written.
  std::span<const PayloadRef> content(SlotId slot) const {
    if (slot.value < chunks.size() && !chunks[slot.value].empty()) return chunks[slot.value];
    if (slot.value < slots.size() && slots[slot.value]) return slots.subspan(slot.value, 1);
    return {};
  }
};

struct Started {
  Recovered recovered;
};
// A message of a peer. Messages may be lost, duplicated, delayed or reordered, but are never altered.
struct MessageArrived {
  NodeId from;
  const PayloadRef& payload;
};
struct TimerFired {
  TimerId timer;
};
// A client's request; client links are first in, first out.
struct RequestArrived {
  NodeId from;
  const PayloadRef& payload;
};
// A server's answer to this client.
struct ReplyArrived {
  NodeId from;
  const PayloadRef& payload;
};

using Event = std::variant<Started, MessageArrived, TimerFired, RequestArrived, ReplyArrived>;

// The alternatives of Event as numbers. Traces and digests use these numbers, so they are fixed for ever.
enum class EventKind : std::uint8_t { started, message_arrived, timer_fired, request_arrived, reply_arrived };

}  // namespace whitewater
