// Performing effects: what an actor asked for after one event, in the order that the host contract gives:
// durable writes, then what leaves the node (once the writes that it names are durable), then timers.
#include <algorithm>
#include <utility>

#include "core/base/check.hpp"
#include "simnet/world.hpp"

namespace whitewater::simnet {

void World::perform(NodeId id) {
  if (!effects_.writes.empty()) issue_writes(id);
  const WriteNumber durable = nodes_[id.value].writes_durable;
  for (Effects::Send& send : effects_.sends) {
    if (send.after_write <= durable) [[likely]]
      release(id, send);
    else
      hold_back(id, send);
  }
  for (const Effects::TimerChange& change : effects_.timers) {
    if (change.deadline == time_never)
      timers_.cancel(id, change.timer);
    else
      timers_.set(id, change.timer, std::max(change.deadline, now_), ++sequence_);
  }
}

void World::release(NodeId from, Effects::Send& send) {
  check(send.to.value < nodes_count_, "what is sent is sent to a node of this world");
  Link& link = send.kind == SendKind::message ? links_.message_link(from, send.to) : links_.client_link(from, send.to);
  // Also for what goes nowhere: the ordinal counts what was sent, so that a cut moves no later draw.
  const std::uint64_t name = link.name(send.identity);
  SendOutcome outcome = SendOutcome::delivered;
  unsigned copies = 0;
  if (nodes_[send.to.value].life == Life::dead) [[unlikely]]
    outcome = SendOutcome::receiver_dead;
  else if (link.cut()) [[unlikely]]
    outcome = SendOutcome::cut;
  else if (link.loses(name))
    outcome = SendOutcome::lost;
  else
    copies = link.copies(name);
  if (trace_ != nullptr) [[unlikely]]
    trace_send(from, send, outcome, copies);
  if (!send_observers_.empty()) {
    const SendRecord record{now_, from, send.to, send.kind, outcome, copies, send.identity, send.payload};
    for (Observer* observer : send_observers_) observer->on_send(record);
  }
  if (copies > 0) [[likely]]
    put_in_flight(from, send, link, name, copies);
}

void World::put_in_flight(NodeId from, Effects::Send& send, Link& link, std::uint64_t name, unsigned copies) {
  Slot slot;
  slot.from = static_cast<std::uint8_t>(from.value);
  slot.to = static_cast<std::uint8_t>(send.to.value);
  static_assert(static_cast<int>(Slot::Kind::message) == static_cast<int>(SendKind::message) + 1 &&
                static_cast<int>(Slot::Kind::request) == static_cast<int>(SendKind::request) + 1 &&
                static_cast<int>(Slot::Kind::reply) == static_cast<int>(SendKind::reply) + 1);
  slot.kind = static_cast<Slot::Kind>(static_cast<int>(send.kind) + 1);
  for (unsigned copy = 0; copy + 1 < copies; ++copy)
    queue_.push(link.arrival(now_, name, copy), ++sequence_, slots_.put(slot, send.payload));
  queue_.push(link.arrival(now_, name, copies - 1), ++sequence_, slots_.put(slot, std::move(send.payload)));
}

void World::trace_send(NodeId from, const Effects::Send& send, SendOutcome outcome, unsigned copies) {
  static_assert(static_cast<int>(TraceKind::send_lost) == static_cast<int>(TraceKind::send) + 1 &&
                static_cast<int>(TraceKind::send_cut) == static_cast<int>(TraceKind::send) + 2 &&
                static_cast<int>(TraceKind::send_dead) == static_cast<int>(TraceKind::send) + 3);
  const auto kind = static_cast<TraceKind>(static_cast<int>(TraceKind::send) + static_cast<int>(outcome));
  const std::uint64_t sequence = outcome == SendOutcome::delivered ? sequence_ + 1 : 0;
  trace_->push_back({now_, sequence, send.payload.fold(), send.identity, copies, from, send.to, send.payload.kind(),
                     kind, static_cast<std::uint8_t>(send.kind)});
}

}  // namespace whitewater::simnet
