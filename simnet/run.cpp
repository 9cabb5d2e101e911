// The run: which event is next, and handing it to its actor.
#include "core/base/check.hpp"
#include "simnet/world.hpp"

namespace whitewater::simnet {

namespace {

// The third word of an event in the digest. Actors' events are numbered as EventKind, faults from 64 on.
constexpr std::uint64_t kind_word(NodeId node, std::uint64_t kind, std::uint64_t peer) {
  return node.value | (kind << 16) | (peer << 32);
}

constexpr std::uint64_t fault_kinds = 64;

}  // namespace

void World::run_until(Time end) {
  check(end >= now_, "time never goes back");
  while (!stopped_) {
    const Time fault_time = faults_.next();
    const bool strikes = fault_time <= end && fault_time != time_never;
    run_events(strikes ? fault_time : end);
    if (stopped_ || !strikes) break;
    check(fault_time >= now_, "a fault strikes at a time that has not passed");
    now_ = fault_time;
    strike_fault();
  }
  if (!stopped_ && end != time_never) now_ = end;
}

void World::run_events(Time limit) {
  while (!stopped_) [[likely]] {
      const EventQueue::Key event = queue_.top();
      const EventQueue::Key timer = timers_.top();
      if (event < timer) {
        if (event.time() > limit) return;
        queue_.pop();
        happen(event);
      } else {
        // Both never: the limit may be time_never too.
        if (timer.time() > limit || timer == EventQueue::never) return;
        if (timers_.pop()) fire_timer(timer);
      }
    }
}

void World::strike_fault() {
  const FaultInjector::Strike strike = faults_.strike(*this);
  const Fault& fault = strike.fault.fault;
  const std::uint64_t first = strike.struck.first.bits();
  const std::uint64_t second = strike.struck.second.bits();
  digest_.fold_event(static_cast<std::uint64_t>(now_.ns), strike.index,
                     kind_word(no_node, fault_kinds + fault.index(), no_node.value), first, second);
  if (trace_ != nullptr)
    trace_->push_back({now_, strike.index, first, second, 0, no_node, no_node, 0, TraceKind::fault,
                       static_cast<std::uint8_t>(fault.index())});
  for (Observer* observer : observers_) observer->on_fault(now_, fault, strike.struck.first | strike.struck.second);
}

void World::happen(EventQueue::Key key) {
  const Slot slot = slots_.take(key.slot());
  now_ = key.time();
  switch (slot.kind) {
    [[likely]] case Slot::Kind::message : case Slot::Kind::request : case Slot::Kind::reply : return arrive(key, slot);
    case Slot::Kind::start:
      return begin_life(key, slot);
    case Slot::Kind::write:
      return complete_write(slot);
    case Slot::Kind::free:
      return fail_check("what happens was under way");
  }
}

void World::arrive(EventQueue::Key key, const Slot& slot) {
  PayloadRef payload = PayloadRef::adopt(slot.payload);
  const NodeId from{slot.from};
  const NodeId to{slot.to};
  if (nodes_[to.value].life != Life::alive) [[unlikely]] {
    if (trace_ != nullptr)
      trace_->push_back({now_, key.sequence(), payload.fold(), 0, 0, to, from, payload.kind(), TraceKind::vanished, 0});
    return;
  }
  if (slot.kind == Slot::Kind::message) [[likely]] {
    if (codec_ != nullptr) payload = through_codec({from, to, SendKind::message}, payload);
    dispatch(key.sequence(), to, MessageArrived{from, payload}, EventKind::message_arrived, from.value, payload);
  } else if (slot.kind == Slot::Kind::request) {
    if (codec_ != nullptr) payload = through_codec({from, to, SendKind::request}, payload);
    dispatch(key.sequence(), to, RequestArrived{from, payload}, EventKind::request_arrived, from.value, payload);
  } else {
    if (codec_ != nullptr) payload = through_codec({from, to, SendKind::reply}, payload);
    dispatch(key.sequence(), to, ReplyArrived{from, payload}, EventKind::reply_arrived, from.value, payload);
  }
}

void World::begin_life(EventQueue::Key key, const Slot& slot) {
  const NodeId id{slot.to};
  Node& node = nodes_[id.value];
  if (slot.word != node.incarnation || node.life == Life::dead) return;  // killed before it could start
  node.life = Life::alive;
  dispatch(key.sequence(), id, Started{storage_[id.value].disk.recovered()}, EventKind::started, no_node.value,
           PayloadRef{});
}

void World::fire_timer(EventQueue::Key key) {
  now_ = key.time();
  const TimerId timer = TimerTable::timer_of(key);
  dispatch(key.sequence(), TimerTable::node_of(key), TimerFired{timer}, EventKind::timer_fired, timer.value,
           PayloadRef{});
}

// peer: who sent, or which timer.
void World::dispatch(std::uint64_t sequence, NodeId id, const Event& event, EventKind kind, std::uint16_t peer,
                     const PayloadRef& payload) {
  Node& node = nodes_[id.value];
  effects_.begin(node.writes_issued);
  node.actor->handle(event, now_, effects_);
  ++events_;
  const std::uint64_t fingerprint = node.actor->fingerprint();
  digest_.fold_event(static_cast<std::uint64_t>(now_.ns), sequence,
                     kind_word(id, static_cast<std::uint64_t>(kind), peer), payload.fold(), fingerprint);
  if (trace_ != nullptr) [[unlikely]]
    trace_->push_back({now_, sequence, payload.fold(), 0, fingerprint, id, NodeId{peer}, payload.kind(),
                       TraceKind::event, static_cast<std::uint8_t>(kind)});
  if (!event_observers_.empty()) {
    const EventRecord record{now_, sequence, id, event, effects_};
    for (Observer* observer : event_observers_) observer->on_event(record);
  }
  perform(id);
}

PayloadRef World::through_codec(const Codec::Address& address, const PayloadRef& payload) {
  bytes_.clear();
  codec_->encode(address, payload, bytes_);
  Result<PayloadRef> decoded = codec_->decode(address, bytes_, pool_);
  check(decoded.ok(), "a codec reads what it wrote");
  const PayloadRef& copy = decoded.value();
  check(copy.kind() == payload.kind() && copy.fold() == payload.fold() && copy.wire_bytes() == payload.wire_bytes(),
        "a codec gives back what it was given");
  return std::move(decoded.value());
}

}  // namespace whitewater::simnet
