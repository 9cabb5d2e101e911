// Named fates are found by the word that the draws of their message hash; aimed ones are few, and tried in turn.
#include "simnet/fates.hpp"

#include "core/base/hash.hpp"
#include "core/base/random.hpp"
#include "simnet/links.hpp"

namespace whitewater::simnet {

void Fates::clear() {
  fates_.clear();
  met_.clear();
  named_.clear();
  aimed_.clear();
  aimed_at_writes_.clear();
  type_ = nullptr;
}

std::uint64_t Fates::with_occurrence(std::uint64_t base, std::uint64_t occurrence) {
  return occurrence == 0 ? base : combine(base, occurrence);
}

std::uint64_t Fates::write_base(std::uint64_t seed, const WriteName& name, const NodeNumbers& numbers) {
  return hash_words(seed, stream("disk"), numbers.of(name.node), name.life, static_cast<std::uint64_t>(name.kind),
                    name.slot.value, name.content);
}

void Fates::set(std::span<const Fate> fates, MessageType type, const Links& links, std::uint64_t seed) {
  clear();
  fates_.assign(fates.begin(), fates.end());
  met_.assign(fates.size(), 0);
  type_ = type;
  for (std::uint32_t place = 0; place < fates_.size(); ++place) {
    const Fate& fate = fates_[place];
    if (std::holds_alternative<MessageAim>(fate.of)) {
      aimed_.push_back({place, 0});
    } else if (std::holds_alternative<WriteAim>(fate.of)) {
      aimed_at_writes_.push_back({place, 0});
    } else if (const auto* write = std::get_if<WriteName>(&fate.of)) {
      named_.insert(with_occurrence(write_base(seed, *write, links.numbers()), write->occurrence), place);
    } else {
      const auto& message = std::get<MessageName>(fate.of);
      const std::uint64_t key = links.key(message.kind, message.from, message.to, message.life);
      named_.insert(with_occurrence(Link::name(key, message.identity), message.occurrence), place);
    }
  }
}

const Fate* Fates::of_name(std::uint64_t word) {
  const std::uint32_t* const place = named_.find(word);
  return place != nullptr ? decides(*place) : nullptr;
}

bool Fates::aims_at(const MessageAim& aim, NodeId from, const Effects::Send& send, Time now) const {
  if (aim.from != from || aim.to != send.to || aim.kind != send.kind || now < aim.first_from) return false;
  return aim.kind != SendKind::message || (type_ != nullptr ? type_(send.payload) : 0) == aim.type;
}

// Every aim counts the message, so that an aim means the same whatever the other fates are.
const Fate* Fates::of_message(std::uint64_t word, NodeId from, const Effects::Send& send, Time now) {
  const Fate* aimed = nullptr;
  for (Aimed& candidate : aimed_) {
    const auto& aim = std::get<MessageAim>(fates_[candidate.place].of);
    if (!aims_at(aim, from, send, now)) continue;
    if (candidate.passed++ == aim.occurrence && aimed == nullptr) aimed = decides(candidate.place);
  }
  const Fate* const named = of_name(word);
  return named != nullptr ? named : aimed;
}

const Fate* Fates::of_write(std::uint64_t word, const WriteName& name, Time now) {
  const Fate* aimed = nullptr;
  for (Aimed& candidate : aimed_at_writes_) {
    const auto& aim = std::get<WriteAim>(fates_[candidate.place].of);
    if (aim.node != name.node || aim.kind != name.kind || aim.slot != name.slot || now < aim.first_from) continue;
    if (candidate.passed++ == aim.occurrence && aimed == nullptr) aimed = decides(candidate.place);
  }
  const Fate* const named = of_name(word);
  return named != nullptr ? named : aimed;
}

}  // namespace whitewater::simnet
