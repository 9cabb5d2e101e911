// Setting a world up, and the life of its nodes. The run itself: run.cpp.
#include "simnet/world.hpp"

#include "core/base/check.hpp"

namespace whitewater::simnet {

World::World() {
  reset(WorldConfig{});
}

void World::reset(const WorldConfig& config) {
  check(config.nodes <= NodeSet::nodes_max, "a world has at most 64 nodes");
  check(config.replicas <= config.nodes, "every replica is a node");
  check(config.disk.valid(), "no write is faster than nothing or slower than a hundred years");
  for (unsigned i = 0; i < nodes_count_; ++i) {
    nodes_[i] = Node{};
    storage_[i].disk.reset();
    storage_[i].waiting.clear();
    storage_[i].kept_arrivals.clear();
    storage_[i].kept_timers.clear();
    storage_[i].kept.clear();
    storage_[i].first_kept = 0;
    storage_[i].clock.clear();
    storage_[i].stalled = 0;
  }
  forget_failure();
  events_per_instant_max_ = config.events_per_instant_max;
  effects_.begin(0);
  effects_.want_notes({});
  fates_.clear();
  slots_.clear();
  departures_.clear();
  names_.clear();
  singly_ = false;
  given_fates_.clear();
  fate_recorder_ = nullptr;
  occurrences_.clear();
  slow_nodes_.clear();
  disk_faults_.clear();
  clogged_.clear();
  queue_.clear();
  timers_.reset(config.nodes);
  links_.reset(config.seed, config.nodes, config.replicas, config.message_link, config.client_link, config.numbers);
  episodes_.clear();
  observers_.clear();
  send_observers_.clear();
  event_observers_.clear();
  write_observers_.clear();
  note_observers_.clear();
  codec_ = nullptr;
  stopped_ = false;
  now_ = Time{};
  sequence_ = 0;
  events_ = 0;
  latest_events_.fill(0);
  writes_completed_ = 0;
  digest_ = Digest{};
  nodes_count_ = config.nodes;
  seed_ = config.seed;
  disk_delay_ = config.disk;
  instant_disks_ = config.disk.zero();
}

void World::add(NodeId node, Actor& actor) {
  check(node.value < nodes_count_, "an actor is added as a node of this world");
  check(nodes_[node.value].actor == nullptr, "a node has one actor");
  nodes_[node.value].actor = &actor;
}

void World::start(NodeId node, Time at) {
  check(node.value < nodes_count_ && nodes_[node.value].actor != nullptr, "a node that starts has an actor");
  check(nodes_[node.value].life == Life::unborn, "a node is started once");
  schedule_start(node, at);
}

void World::set_clock(NodeId id, std::int32_t rate_ppm, Duration offset, std::span<const ClockJump> jumps) {
  check(id.value < nodes_count_, "a clock is that of a node of this world");
  Clock& clock = storage_[id.value].clock;
  clock.set(rate_ppm, offset, jumps);
  set_special(nodes_[id.value], is_skewed, !clock.plain());
}

void World::add_observer(Observer& observer) {
  observers_.push_back(&observer);
  const Observer::Watches watches = observer.watches();
  if (watches.sends) send_observers_.push_back(&observer);
  if (watches.events) event_observers_.push_back(&observer);
  if (watches.writes) write_observers_.push_back(&observer);
  if (!watches.marks.none()) note_observers_.push_back(&observer);
  const NoteFilter wanted = watches.events && watches.notes ? NoteFilter::all() : watches.marks;
  effects_.want_notes(effects_.notes_wanted() | wanted);
}

NodeSet World::alive() const {
  NodeSet alive_nodes;
  for (NodeId node : NodeSet::first(nodes_count_))
    if (alive(node)) alive_nodes.insert(node);
  return alive_nodes;
}

void World::kill(NodeId id) {
  check(id.value < nodes_count_, "a node that is killed is one of this world");
  Node& node = nodes_[id.value];
  if (node.life == Life::dead) return;
  node.life = Life::dead;
  node.paused = node.busy = false;
  timers_.cancel_all(id);
  forget_kept(id);
  storage_[id.value].disk.crash();
  storage_[id.value].stalled = 0;
  storage_[id.value].waiting.clear();
  if (node.writes_durable < node.writes_issued) tell_writes_lost(id);
}

void World::restart(NodeId id) {
  check(id.value < nodes_count_, "a node that is restarted is one of this world");
  Node& node = nodes_[id.value];
  if (node.life != Life::dead) return;
  check(node.actor != nullptr, "a node that starts has an actor");
  node.life = Life::alive;
  ++node.incarnation;
  node.writes_issued = 0;
  node.writes_durable = 0;
  links_.restart(id, node.incarnation);
  schedule_start(id, now_);
}

void World::redraw(std::uint64_t seed) {
  std::array<std::uint32_t, NodeSet::nodes_max> incarnations{};
  for (unsigned i = 0; i < nodes_count_; ++i) incarnations[i] = nodes_[i].incarnation;
  seed_ = seed;
  links_.redraw(seed, incarnations);
}

void World::schedule_start(NodeId id, Time at) {
  queue_.push(at, ++sequence_, slots_.put(Slot::Kind::start, id, nodes_[id.value].incarnation));
}

}  // namespace whitewater::simnet
