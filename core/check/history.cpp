// An open-addressing table over one long string.
#include "core/check/history.hpp"

#include "core/base/check.hpp"
#include "core/base/hash.hpp"

namespace whitewater::checks {

std::uint32_t Interner::number(std::string_view text) {
  if ((places_.size() + 1) * 2 > slots_.size()) grow();
  const auto tag = static_cast<std::uint32_t>(hash_bytes(text));
  const std::size_t slot = slot_of(text, tag);
  if (slots_[slot] != 0) return slots_[slot] - 1;
  check(places_.size() < none - 1, "a history has fewer than 2^32 different texts");
  check(text.size() < none, "a text of a history is shorter than 4 GiB");
  places_.push_back({texts_.size(), static_cast<std::uint32_t>(text.size()), tag});
  texts_.append(text);
  slots_[slot] = size();
  return size() - 1;
}

std::uint32_t Interner::find(std::string_view text) const {
  if (slots_.empty()) return none;
  const std::uint32_t held = slots_[slot_of(text, static_cast<std::uint32_t>(hash_bytes(text)))];
  return held == 0 ? none : held - 1;
}

std::size_t Interner::slot_of(std::string_view text, std::uint32_t tag) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = tag & mask;
  while (slots_[at] != 0 && (places_[slots_[at] - 1].tag != tag || this->text(slots_[at] - 1) != text))
    at = (at + 1) & mask;
  return at;
}

void Interner::grow() {
  slots_.assign(slots_.empty() ? 16 : slots_.size() * 2, 0);
  const std::size_t mask = slots_.size() - 1;
  for (std::uint32_t number = 0; number < size(); ++number) {
    std::size_t at = places_[number].tag & mask;
    while (slots_[at] != 0) at = (at + 1) & mask;
    slots_[at] = number + 1;
  }
}

}  // namespace whitewater::checks
