// What is rare in a run: faults, what observers are seldom told, and the codec that a run may be sent through.
#include <algorithm>
#include <utility>

#include "core/base/check.hpp"
#include "simnet/event_words.hpp"
#include "simnet/faults/machines.hpp"
#include "simnet/faults/words.hpp"
#include "simnet/world.hpp"

namespace whitewater::simnet {

namespace {

// The world as faults see it.
class Simulated final : public faults::Machines {
 public:
  explicit Simulated(World& world) : world_(world) {}
  Time now() const override { return world_.now(); }
  unsigned nodes() const override { return world_.nodes(); }
  NodeSet alive() const override { return world_.alive(); }
  std::uint32_t incarnation(NodeId node) const override { return world_.incarnation(node); }
  Links& links() override { return world_.links(); }
  void kill(NodeId node) override { world_.kill(node); }
  void restart(NodeId node) override { world_.restart(node); }
  void pause(NodeId node) override { world_.pause(node); }
  void resume(NodeId node) override { world_.resume(node); }
  ModifierId begin_slow(NodeSet nodes, Duration busy) override { return world_.begin_slow(nodes, busy); }
  void end_slow(ModifierId id) override { world_.end_slow(id); }
  void clog(const LinkSet& links) override { world_.clog(links); }
  void unclog(const LinkSet& links) override { world_.unclog(links); }
  ModifierId harm_disks(NodeSet nodes, const DiskFault& fault) override { return world_.harm_disks(nodes, fault); }
  void mend_disks(ModifierId id) override { world_.mend_disks(id); }

 private:
  World& world_;
};

}  // namespace

template <class Record>
void World::tell(std::span<Observer* const> observers, void (Observer::*what)(const Record&), const Record& record) {
  auto observer = observers.begin();
  try {
    for (; observer != observers.end(); ++observer) ((*observer)->*what)(record);
  } catch (...) {
    failed(**observer);
    throw;
  }
}

void World::tell_vanished(std::uint64_t sequence, NodeId from, NodeId to, Slot::Kind kind, const PayloadRef& payload) {
  tell<VanishedRecord>(observers_, &Observer::on_vanished,
                       {now_, sequence, from, to, static_cast<SendKind>(kind), payload});
}

void World::tell_renumbered(NodeId node, std::uint64_t was, std::uint64_t is) {
  tell<RenumberedRecord>(observers_, &Observer::on_renumbered, {now_, node, was, is});
}

// The latest count writes of the node.
void World::tell_durable(NodeId node, std::uint64_t count) {
  if (count == 0) return;
  const WriteNumber last = nodes_[node.value].writes_durable;
  tell<WritesRecord>(write_observers_, &Observer::on_durable, {now_, node, last - count + 1, last});
}

void World::tell_writes_lost(NodeId node) {
  const Node& dead = nodes_[node.value];
  tell<WritesRecord>(observers_, &Observer::on_writes_lost, {now_, node, dead.writes_durable + 1, dead.writes_issued});
}

void World::tell_noted(std::uint64_t sequence, NodeId node, const Event& event, std::uint64_t fingerprint) {
  tell<EventRecord>(note_observers_, &Observer::on_noted, {now_, sequence, node, event, effects_, fingerprint});
}

NodeSet World::paused() const {
  NodeSet all;
  for (NodeId node : NodeSet::first(nodes_count_))
    if (paused(node)) all.insert(node);
  return all;
}

void World::set_episodes(std::span<const faults::Episode> plan, Time heal) {
  episodes_.set(plan, heal);
  if (episodes_.strike_disks()) instant_disks_ = false;
  for (Observer *const starter : episodes_.watch([this](std::size_t place, Time at) { start_episode(place, at); }))
    add_observer(*starter);
}

void World::start_episode(std::size_t place, Time at) {
  check(at >= now_, "an episode begins at a time that has not passed");
  episodes_.start(place, at);
  limit_ = std::min(limit_, episodes_.next());
}

void World::change_episode() {
  using What = EpisodeRecord::What;
  const NodeSet living = alive();
  const NodeSet were_paused = paused();
  Simulated machines(*this);
  const faults::Change change = episodes_.change(machines);
  EpisodeRecord record;
  record.time = now_;
  record.what = change.what;
  record.targets = change.first | change.second;
  record.died = living - alive();
  record.started = alive() - living;
  record.paused = paused() - were_paused;
  record.resumed = (were_paused - paused()) & alive();
  std::uint64_t number = 0;
  if (change.what != What::heals) {
    record.place = change.place;
    record.episode = &episodes_.plan()[change.place];
    number = record.episode->number;
  }
  const std::uint64_t kind = faults::fault_number(record);
  digest_.fold_event(static_cast<std::uint64_t>(now_.ns), number, kind_word(no_node, kind, no_node.value),
                     change.first.bits(), change.second.bits());
  tell(observers_, &Observer::on_episode, record);
  for (const faults::Change::Ended& ended : change.ended)
    tell<EpisodeRecord>(observers_, &Observer::on_episode,
                        {now_, What::ends, &episodes_.plan()[ended.place], ended.place, ended.targets, {}, {}, {}, {}});
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
