// Fates in a world: what decides on a message or a write when fates are given or recorded.
#include "simnet/world.hpp"

namespace whitewater::simnet {

void World::set_fates(std::span<const Fate> fates, MessageType type) {
  given_fates_.set(fates, type, links_, seed_);
  if (fates.empty()) return;
  singly_ = true;
  links_.look_at_every_message();
}

void World::set_fate_recorder(FateRecorder* recorder) {
  fate_recorder_ = recorder;
  if (recorder == nullptr) return;
  singly_ = true;
  links_.look_at_every_message();
}

// name: what the draws of the message hash. Equal messages are told apart here even if they share their draws, for an
// open fault may treat them differently.
World::Decision World::decision_on(NodeId from, const Effects::Send& send, const Link& link, std::uint64_t name) {
  const std::uint64_t identity = send.identity != 0 ? send.identity : send.payload.fold();
  const std::uint64_t base = link.name(identity);
  const std::uint64_t occurrence = (*occurrences_.insert(base, 0).first)++;
  Decision decision;
  const Fate* fate = nullptr;
  if (nodes_[send.to.value].life == Life::dead)
    decision.outcome = SendOutcome::receiver_dead;
  else if (link.cut())
    decision.outcome = SendOutcome::cut;
  else if (!given_fates_.empty())
    fate = given_fates_.of_message(Fates::with_occurrence(base, occurrence), from, send, now_);
  decision.by_fate = fate != nullptr;
  if (decision.outcome == SendOutcome::delivered) {
    if (fate != nullptr ? fate->lost : link.loses(name))
      decision.outcome = SendOutcome::lost;
    else if (fate != nullptr)
      decision.copies = fate->again ? 2 : 1;
    else
      decision.copies = link.copies(name);
  }
  for (unsigned copy = 0; copy < decision.copies; ++copy) {
    const std::optional<Duration> said = fate == nullptr ? std::nullopt : copy == 0 ? fate->delay : fate->again;
    decision.delays[copy] = said ? *said : link.delay(name, copy);
  }
  if (fate_recorder_ != nullptr)
    fate_recorder_->on_message({now_,
                                {send.kind, from, send.to, nodes_[from.value].incarnation, identity, occurrence},
                                send.identity != 0,
                                decision.outcome,
                                decision.copies,
                                decision.delays,
                                send.payload});
  return decision;
}

// base: the name of the write without its occurrence; word: what its draw hashes.
Duration World::write_delay(const WriteName& name, std::uint64_t base, std::uint64_t word, const DelayModel& disk) {
  const Fate* const fate = given_fates_.of_write(Fates::with_occurrence(base, name.occurrence), name, now_);
  const Duration delay = fate != nullptr && fate->delay ? *fate->delay : disk.sample(word);
  if (fate_recorder_ != nullptr) fate_recorder_->on_write({now_, name, delay});
  return delay;
}

}  // namespace whitewater::simnet
