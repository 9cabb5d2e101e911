// Trace: a run as binary records, for printing and for finding the first event in which two runs differ. Recording a
// trace changes no digest. Records hold no text: the code that prints them knows the names.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"

namespace whitewater::simnet {

enum class TraceKind : std::uint8_t {
  event,          // an actor handled an event; detail: EventKind
  send,           // something left a node and will arrive; detail: SendKind
  send_lost,      // as send, but the link's loss took it
  send_cut,       // as send, but a cut or a partition stood between
  send_dead,      // as send, but the receiver was dead
  vanished,       // arrived at a node that was dead or not yet started
  write_durable,  // a write of a node became durable
  fault,          // an episode began or ended, or all healed; detail: the kind, as in event_words.hpp
};

struct TraceRecord {
  Time time;
  // event, send, vanished: the sequence number of the event; a send has the number of the arrival that it causes (a
  // second copy has the next one). write_durable: the number of the write. fault: its number.
  std::uint64_t sequence = 0;
  std::uint64_t payload_fold = 0;  // event timer_fired: the timer. fault: the nodes of its (first) target
  std::uint64_t identity = 0;      // send: the identity that the actor gave. fault: the nodes of its second target
  std::uint64_t fingerprint = 0;   // event: the actor's, after the event. send: the number of copies
  NodeId node;                     // event, vanished, write_durable: where; send: who sent
  NodeId peer;                     // event, vanished: who sent; send: to whom
  std::uint16_t payload_kind = 0;
  TraceKind kind = TraceKind::event;
  std::uint8_t detail = 0;

  friend bool operator==(const TraceRecord&, const TraceRecord&) = default;
};
static_assert(sizeof(TraceRecord) == 48);

using Trace = std::vector<TraceRecord>;

}  // namespace whitewater::simnet
