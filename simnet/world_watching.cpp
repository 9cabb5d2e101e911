// What is rare in a run: faults, the trace of what was sent, and the codec that a run may be sent through.
#include <utility>

#include "core/base/check.hpp"
#include "simnet/event_words.hpp"
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
  const NodeSet targets = strike.struck.first | strike.struck.second;
  auto observer = observers_.begin();
  try {
    for (; observer != observers_.end(); ++observer) (*observer)->on_fault(now_, fault, targets);
  } catch (...) {
    failed(**observer);
    throw;
  }
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
  std::uint64_t kind = heal_kind;
  if (change.what != What::heals) {
    record.place = change.place;
    record.episode = &episodes_.plan()[change.place];
    number = record.episode->number;
    const bool ends = change.what == What::ends || record.episode->manner == faults::Manner::ends;
    kind = episode_kinds + 2 * static_cast<std::uint64_t>(record.episode->what.kind) + (ends ? 1 : 0);
  }
  digest_.fold_event(static_cast<std::uint64_t>(now_.ns), number, kind_word(no_node, kind, no_node.value),
                     change.first.bits(), change.second.bits());
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
