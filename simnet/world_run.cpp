// The run: chooses the next event, passes it to its actor, and performs the actor's effects in the order of the
// host contract: durable writes, then sends (each once the write that it names is durable), then timers. The hot
// path of all events is here, as inline functions (each before its caller), so that the compiler makes one function
// of it. Rare steps are in the other world_*.cpp files.
#include <algorithm>
#include <utility>

#include "core/base/check.hpp"
#include "simnet/event_words.hpp"
#include "simnet/world.hpp"

namespace whitewater::simnet {

[[gnu::always_inline]] inline void World::put_in_flight(NodeId from, const Effects::Send& send, Time arrival) {
  static_assert(static_cast<int>(Slot::Kind::message) == static_cast<int>(SendKind::message) &&
                static_cast<int>(Slot::Kind::request) == static_cast<int>(SendKind::request) &&
                static_cast<int>(Slot::Kind::reply) == static_cast<int>(SendKind::reply));
  const std::uint32_t slot = slots_.put(static_cast<Slot::Kind>(send.kind), from, send.to, latest_events_[from.value],
                                        PayloadRef(send.payload));
  queue_.push(arrival, ++sequence_, slot);
}

inline void World::observe_sends(NodeId from, std::span<const Effects::Send> sends, std::uint64_t first_sequence) {
  if (!fates_.empty())
    while (fates_.size() < sends.size()) fates_.push_back({});
  const SendBatch batch{now_, from, sends, {fates_.begin(), fates_.size()}, first_sequence};
  auto observer = send_observers_.begin();
  try {
    for (; observer != send_observers_.end(); ++observer) (*observer)->on_sends(batch);
  } catch (...) {
    failed(**observer);
    throw;
  }
  fates_.clear();
}

// Copies the payload references and does not move them: observers read them after all fates are decided.
inline void World::release(NodeId from, std::span<const Effects::Send> sends) {
  const std::uint64_t first_sequence = sequence_ + 1;
  const WriteNumber durable = nodes_[from.value].writes_durable;
  for (const Effects::Send& send : sends) {
    check(send.to.value < nodes_count_, "what is sent is sent to a node of this world");
    check(send.after_write <= durable, "what is sent waits for a write that was issued");
    Link& link = links_.link(send.kind, from, send.to);
    // Also for what goes nowhere, so that a cut moves no later draw.
    std::uint64_t name = link.name(send.identity != 0 ? send.identity : send.payload.fold());
    if (send.identity == 0 || send.kind != SendKind::message)
      if (const std::uint64_t equal = ordinal_of(name)) name = combine(name, equal);
    if (!link.plain() || nodes_[send.to.value].life == Life::dead) [[unlikely]]
      decide_fate(from, send, static_cast<std::size_t>(&send - sends.data()), link, name);
    else
      put_in_flight(from, send, link.plain_arrival(now_, name));
  }
  if (!send_observers_.empty()) observe_sends(from, sends, first_sequence);
}

void World::release_one(NodeId from, const Effects::Send& send) {
  release(from, {&send, 1});
}

void World::release_waiting(NodeId id) {
  Effects::Send send;
  while (storage_[id.value].waiting.pop(nodes_[id.value].writes_durable, send)) release_one(id, send);
}

inline void World::decided(std::size_t place, SendOutcome outcome, unsigned copies) {
  if (!send_observers_.empty() && (copies != 1 || !fates_.empty())) {
    while (fates_.size() < place) fates_.push_back({});
    fates_.push_back({outcome, copies});
  }
}

// Where there are fates, or a recorder. What a fate decides is no open fault's doing.
void World::decide_singly(NodeId from, const Effects::Send& send, std::size_t place, Link& link, std::uint64_t name) {
  const Decision decision = decision_on(from, send, link, name);
  if (episodes_.open() && send.kind == SendKind::message && !decision.by_fate)
    episodes_.saw(from, send.to, decision.outcome, decision.copies);
  decided(place, decision.outcome, decision.copies);
  for (unsigned copy = 0; copy < decision.copies; ++copy)
    if (link.clogged())
      keep_on_link(from, send, decision.delays[copy]);
    else
      put_in_flight(from, send, link.in_order(now_ + decision.delays[copy]));
}

// place: of the send in its batch.
void World::decide_fate(NodeId from, const Effects::Send& send, std::size_t place, Link& link, std::uint64_t name) {
  if (singly_) [[unlikely]]
    return decide_singly(from, send, place, link, name);
  SendOutcome outcome = SendOutcome::delivered;
  unsigned copies = 0;
  if (nodes_[send.to.value].life == Life::dead)
    outcome = SendOutcome::receiver_dead;
  else if (link.cut())
    outcome = SendOutcome::cut;
  else if (link.loses(name))
    outcome = SendOutcome::lost;
  else
    copies = link.copies(name);
  if (episodes_.open() && send.kind == SendKind::message) episodes_.saw(from, send.to, outcome, copies);
  decided(place, outcome, copies);
  for (unsigned copy = 0; copy < copies; ++copy)
    if (link.clogged())
      keep_on_link(from, send, link.delay(name, copy));
    else
      put_in_flight(from, send, link.arrival(now_, name, copy));
}

inline void World::write_at_once(NodeId id) {
  Node& node = nodes_[id.value];
  Disk& disk = storage_[id.value].disk;
  for (Effects::Write& write : effects_.writes) {
    disk.write(std::move(write));
    node.writes_durable = ++node.writes_issued;
  }
  if (!write_observers_.empty()) [[unlikely]]
    tell_durable(id, effects_.writes.size());
}

[[gnu::always_inline]] inline void World::set_timers(NodeId id) {
  for (const Effects::TimerChange& change : effects_.timers) {
    if (change.deadline == time_never)
      timers_.cancel(id, change.timer);
    else
      timers_.set(id, change.timer, std::max(change.deadline, now_), ++sequence_);
  }
}

[[gnu::always_inline]] inline void World::perform(NodeId id) {
  Node& node = nodes_[id.value];
  if (node.special != 0 || effects_.takes_time()) [[unlikely]]
    return perform_specially(id);
  if (!effects_.writes.empty()) {
    if (instant_disks_) [[likely]]
      write_at_once(id);
    else
      issue_writes(id);
  }
  if (!effects_.sends.empty()) {
    if (instant_disks_) [[likely]]  // nothing waits: whatever was written is durable
      release(id, {effects_.sends.begin(), effects_.sends.size()});
    else
      for (Effects::Send& send : effects_.sends) release_or_hold_back(id, send);
  }
  set_timers(id);
}

// Where time elapses, or a clock is not the world's. Each send leaves alone, when it is over.
void World::perform_specially(NodeId id) {
  Node& node = nodes_[id.value];
  if (instant_disks_)
    write_at_once(id);
  else
    issue_writes(id);
  const Duration each = (node.special & is_slow) != 0 ? slow_nodes_.busy(id) : Duration{};
  send_slowly(id, each);
  set_timers_by_clock(id);
  const Time until = passes(id, effects_.busy()) + each;
  if (until > now_) be_busy(id, until);
}

// peer: who sent, or which timer; sent_after: the sender's latest event then. If the host finds that the effects make
// no sense, the actor has failed, too. The try blocks cost nothing while nothing is thrown.
[[gnu::always_inline]] inline void World::dispatch(std::uint64_t sequence, NodeId id, const Event& event,
                                                   std::uint16_t peer, const PayloadRef& payload,
                                                   std::uint32_t sent_after) {
  Node& node = nodes_[id.value];
  if (now_ == instant_) [[unlikely]]
    count_in_instant(id, event);
  instant_ = now_;
  effects_.begin(node.writes_issued);
  try {
    node.actor->handle(event, node.special != 0 ? shown_by_clock(id) : now_, effects_);
  } catch (...) {
    failed(id, &event);
    throw;
  }
  latest_events_[id.value] = static_cast<std::uint32_t>(++events_);
  const std::uint64_t fingerprint = node.actor->fingerprint();
  digest_.fold_event(static_cast<std::uint64_t>(now_.ns), sequence, kind_word(id, event.index(), peer), payload.fold(),
                     fingerprint);
  if (!event_observers_.empty()) {
    const EventRecord record{now_, sequence, id, event, effects_, fingerprint, sent_after};
    auto observer = event_observers_.begin();
    try {
      for (; observer != event_observers_.end(); ++observer) (*observer)->on_event(record);
    } catch (...) {
      failed(**observer);
      throw;
    }
  }
  if (!effects_.notes.empty()) [[unlikely]]
    tell_noted(sequence, id, event, fingerprint);
  try {
    perform(id);
  } catch (...) {
    failed(id, &event);
    throw;
  }
}

// The same, for events that are too rare for the hot path.
void World::dispatch_apart(std::uint64_t sequence, NodeId id, const Event& event, std::uint16_t peer,
                           const PayloadRef& payload, std::uint32_t sent_after) {
  dispatch(sequence, id, event, peer, payload, sent_after);
}

void World::begin_life(EventQueue::Key key, Slot slot) {
  const NodeId id{slot.to};
  Node& node = nodes_[id.value];
  if (slot.word != node.incarnation || node.life == Life::dead) return;  // killed before it could start
  if (node.life == Life::held) return keep_arrival(key, slot, {});
  node.life = Life::alive;
  dispatch_apart(key.sequence(), id, Started{storage_[id.value].disk.recovered()}, no_node.value);
}

inline void World::fire_timer(EventQueue::Key key) {
  now_ = key.time();
  const TimerId timer = TimerTable::timer_of(key);
  const NodeId node = TimerTable::node_of(key);
  if (nodes_[node.value].life == Life::held) [[unlikely]]
    return keep_timer(key);
  dispatch_apart(key.sequence(), node, TimerFired{timer}, timer.value);
}

inline Event World::arrival_of(Slot::Kind kind, NodeId from, const PayloadRef& payload) {
  if (kind == Slot::Kind::message) [[likely]]
    return MessageArrived{from, payload};
  if (kind == Slot::Kind::request) return RequestArrived{from, payload};
  return ReplyArrived{from, payload};
}

[[gnu::always_inline]] inline void World::arrive(EventQueue::Key key, const Slot& slot) {
  PayloadRef payload = PayloadRef::adopt(slot.payload);
  const NodeId from{slot.from};
  const NodeId to{slot.to};
  if (nodes_[to.value].life != Life::alive) [[unlikely]] {
    if (nodes_[to.value].life == Life::held) return keep_arrival(key, slot, std::move(payload));
    return tell_vanished(key.sequence(), from, to, slot.kind, payload);
  }
  if (codec_ != nullptr) [[unlikely]]
    payload = through_codec({from, to, static_cast<SendKind>(slot.kind)}, payload);
  dispatch(key.sequence(), to, arrival_of(slot.kind, from, payload), from.value, payload, slot.word);
}

// What was kept for a node that takes it now.
void World::take_kept(std::uint64_t sequence, const Slot& slot) {
  const NodeId from{slot.from};
  const NodeId to{slot.to};
  if (slot.kind == Slot::Kind::start)
    return dispatch_apart(sequence, to, Started{storage_[to.value].disk.recovered()}, no_node.value);
  PayloadRef payload = PayloadRef::adopt(slot.payload);
  if (codec_ != nullptr) payload = through_codec({from, to, static_cast<SendKind>(slot.kind)}, payload);
  dispatch_apart(sequence, to, arrival_of(slot.kind, from, payload), from.value, payload, slot.word);
}

[[gnu::always_inline]] inline void World::happen(EventQueue::Key key) {
  const Slot slot = slots_.take(key.slot());
  now_ = key.time();
  if (slot.kind <= Slot::Kind::reply) [[likely]]
    return arrive(key, slot);
  switch (slot.kind) {
    case Slot::Kind::write:
      return complete_write(slot);
    case Slot::Kind::start:
      return begin_life(key, slot);
    case Slot::Kind::departure:
      return depart(slot);
    default:
      return wake(slot);
  }
}

void World::run_events() {
  while (!stopped_) {
    const EventQueue::Key event = queue_.top();
    const EventQueue::Key timer = timers_.top();
    if (event < timer) {
      if (event.time() > limit_) return;
      queue_.pop();
      happen(event);
    } else {
      // Both never: the limit may be time_never too.
      if (timer.time() > limit_ || timer == EventQueue::never) return;
      if (timers_.pop()) fire_timer(timer);
    }
  }
}

void World::run_until(Time end) {
  check(end >= now_, "time never goes back");
  while (!stopped_) {
    limit_ = std::min(episodes_.next(), end);
    run_events();
    const Time fault_time = episodes_.next();  // which an event may have brought forward, and the limit with it
    if (stopped_ || fault_time > end || fault_time == time_never) break;
    check(fault_time >= now_, "a fault strikes at a time that has not passed");
    now_ = fault_time;
    change_episode();
  }
  if (!stopped_ && end != time_never) now_ = end;
}

}  // namespace whitewater::simnet
