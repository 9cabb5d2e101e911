// What is rare in a run: faults, the trace of what was sent, and the codec that a run may be sent through.
#include <algorithm>
#include <utility>

#include "core/base/check.hpp"
#include "simnet/event_words.hpp"
#include "simnet/faults/words.hpp"
#include "simnet/world.hpp"

namespace whitewater::simnet {

void World::trace_send(NodeId from, const Effects::Send& send, SendOutcome outcome, unsigned copies) {
  static_assert(static_cast<int>(TraceKind::send_lost) == static_cast<int>(TraceKind::send) + 1 &&
                static_cast<int>(TraceKind::send_cut) == static_cast<int>(TraceKind::send) + 2 &&
                static_cast<int>(TraceKind::send_dead) == static_cast<int>(TraceKind::send) + 3);
  const auto kind = static_cast<TraceKind>(static_cast<int>(TraceKind::send) + static_cast<int>(outcome));
  const std::uint64_t sequence = outcome == SendOutcome::delivered ? sequence_ + 1 : 0;
  trace_->push_back({now_, sequence, send.payload.fold(), send.identity, copies, from, send.to, send.payload.kind(),
                     kind, static_cast<std::uint8_t>(send.kind)});
}

void World::set_episodes(std::span<const faults::Episode> plan, Time heal) {
  episodes_.set(plan, heal);
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
  const faults::Change change = episodes_.change(*this);
  EpisodeRecord record;
  record.time = now_;
  record.what = change.what;
  record.targets = change.first | change.second;
  record.died = living - alive();
  record.started = alive() - living;
  std::uint64_t number = 0;
  if (change.what != What::heals) {
    record.place = change.place;
    record.episode = &episodes_.plan()[change.place];
    number = record.episode->number;
  }
  const std::uint64_t kind = faults::fault_number(record);
  digest_.fold_event(static_cast<std::uint64_t>(now_.ns), number, kind_word(no_node, kind, no_node.value),
                     change.first.bits(), change.second.bits());
  if (trace_ != nullptr)
    trace_->push_back({now_, number, change.first.bits(), change.second.bits(), 0, no_node, no_node, 0,
                       TraceKind::fault, static_cast<std::uint8_t>(kind)});
  tell(record);
  for (const faults::Change::Ended& ended : change.ended)
    tell({now_, What::ends, &episodes_.plan()[ended.place], ended.place, ended.targets, {}, {}});
}

void World::tell(const EpisodeRecord& record) {
  auto observer = observers_.begin();
  try {
    for (; observer != observers_.end(); ++observer) (*observer)->on_episode(record);
  } catch (...) {
    failed(**observer);
    throw;
  }
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
