// Time that passes while a node handles an event: what leaves it later, and what waits until it is no longer busy. A
// busy node takes what was kept one by one, each as an event of its own between those of others.
#include <algorithm>
#include <utility>

#include "core/base/check.hpp"
#include "simnet/world.hpp"

namespace whitewater::simnet {

ModifierId World::begin_slow(NodeSet nodes, Duration busy) {
  check((nodes - NodeSet::first(nodes_count_)).empty(), "a node that is slow is one of this world");
  check(busy > Duration{}, "an event of a slow node takes time");
  const ModifierId id = slow_nodes_.add(nodes, busy);
  for (const NodeId node : nodes) set_special(nodes_[node.value], is_slow, true);
  return id;
}

void World::end_slow(ModifierId id) {
  for (const NodeId node : slow_nodes_.remove(id))
    set_special(nodes_[node.value], is_slow, slow_nodes_.busy(node) > Duration{});
}

// When so much has passed on the node's clock.
Time World::passes(NodeId id, Duration elapsed) const {
  if ((nodes_[id.value].special & is_skewed) == 0 || elapsed == Duration{}) return now_ + elapsed;
  return storage_[id.value].clock.when(shown_by_clock(id) + elapsed);
}

void World::set_timers_by_clock(NodeId id) {
  for (const Effects::TimerChange& change : effects_.timers) {
    if (change.deadline == time_never)
      timers_.cancel(id, change.timer);
    else
      timers_.set(id, change.timer, std::max(storage_[id.value].clock.when(change.deadline), now_), ++sequence_);
  }
}

// each: how long any event takes the node.
void World::send_slowly(NodeId id, Duration each) {
  const Effects::Departure* departure = effects_.departures.begin();
  for (std::uint32_t place = 0; place < effects_.sends.size(); ++place) {
    Effects::Send& send = effects_.sends[place];
    Time leaves = now_ + each;
    if (departure != effects_.departures.end() && departure->send == place)
      leaves = passes(id, (departure++)->after) + each;
    if (leaves > now_) {
      check(send.after_write <= nodes_[id.value].writes_issued, "what is sent waits for a write that was issued");
      const std::uint32_t number = departures_.put({std::move(send), nodes_[id.value].incarnation});
      queue_.push(leaves, ++sequence_, slots_.put(Slot::Kind::departure, id, number));
    } else {
      release_or_hold_back(id, send);
    }
  }
}

void World::depart(Slot slot) {
  const NodeId id{slot.to};
  Departure departure = departures_.take(slot.word);
  const Node& node = nodes_[id.value];
  if (departure.incarnation != node.incarnation || !lives(node)) return;  // lost in a crash
  release_or_hold_back(id, departure.send);
}

void World::be_busy(NodeId id, Time until) {
  Node& node = nodes_[id.value];
  node.life = Life::held;
  node.busy = true;
  storage_[id.value].busy_until = until;
  queue_.push(until, ++sequence_, slots_.put(Slot::Kind::wake, id, node.incarnation));
}

// What comes next for a node that is held and not paused.
void World::go_on(NodeId id) {
  Node& node = nodes_[id.value];
  if (node.busy) return;  // the end of the event under way has its entry in the queue
  Storage& storage = storage_[id.value];
  if (keeps(storage)) {
    queue_.push(now_, ++sequence_, slots_.put(Slot::Kind::wake, id, node.incarnation));
    return;
  }
  node.life = Life::alive;
  storage.kept.clear();
  storage.first_kept = 0;
}

// Handles the first that was kept. A node that is paused goes on when it resumes.
void World::wake(Slot slot) {
  const NodeId id{slot.to};
  Node& node = nodes_[id.value];
  Storage& storage = storage_[id.value];
  if (slot.word != node.incarnation || !lives(node)) return;  // lost in a crash
  if (node.busy && now_ < storage.busy_until) return;         // for an earlier end than the one that counts
  node.busy = false;
  if (node.paused) return;
  if (keeps(storage)) {
    const Kept kept = storage.kept[storage.first_kept++];
    // Close the gap when it is the larger part, so that what never ends does not grow for ever.
    if (storage.first_kept * 2 >= storage.kept.size()) {
      storage.kept.erase(storage.kept.begin(), storage.kept.begin() + static_cast<std::ptrdiff_t>(storage.first_kept));
      storage.first_kept = 0;
    }
    if (!kept.void_) handle_kept(id, kept);
  }
  go_on(id);
}

// A kept timer is no longer due when an event before it sets it again, or cancels it.
void World::handle_kept(NodeId id, const Kept& kept) {
  if (kept.slot == Kept::no_slot) {
    dispatch_apart(kept.sequence, id, TimerFired{kept.timer}, kept.timer.value);
  } else {
    take_kept(kept.sequence, slots_.take(kept.slot));
  }
  Storage& storage = storage_[id.value];
  for (const Effects::TimerChange& change : effects_.timers)
    for (std::size_t i = storage.first_kept; i < storage.kept.size(); ++i)
      if (storage.kept[i].slot == Kept::no_slot && storage.kept[i].timer == change.timer) storage.kept[i].void_ = true;
}

}  // namespace whitewater::simnet
