// States are compared word by word: with hashes alone, a search could skip a state that it has not visited.
#include "core/check/linearizability/search_memory.hpp"

#include <algorithm>

#include "core/base/check.hpp"
#include "core/base/hash.hpp"

namespace whitewater::checks {

void SearchMemory::reset(std::size_t words) {
  words_ = words;
  states_.clear();
  todo_.clear();
  if (slots_.size() > 4096)
    slots_ = std::vector<std::uint32_t>(64, 0);
  else
    slots_.assign(64, 0);
}

bool SearchMemory::remember(std::span<const std::uint64_t> state) {
  const std::size_t count = states_.size() / words_;
  check(count < 0xFFFF'FFFE, "a search remembers fewer than 2^32 states");
  if ((count + 1) * 2 > slots_.size()) grow();
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash_of(state.data()) & mask;
  for (; slots_[at] != 0; at = (at + 1) & mask)
    if (std::equal(state.begin(), state.end(), &states_[(slots_[at] - 1) * words_])) return false;
  slots_[at] = static_cast<std::uint32_t>(count + 1);
  states_.insert(states_.end(), state.begin(), state.end());
  return true;
}

void SearchMemory::pop(std::span<std::uint64_t> state) {
  std::copy_n(todo_.end() - static_cast<std::ptrdiff_t>(words_), words_, state.begin());
  todo_.resize(todo_.size() - words_);
}

std::size_t SearchMemory::bytes() const {
  const auto of = [](const auto& vector, std::size_t more) {
    const std::size_t held = vector.capacity() * sizeof(vector[0]);
    return vector.size() + more > vector.capacity() ? 3 * held : held;
  };
  const bool slots_grow = (states_.size() / words_ + 1) * 2 > slots_.size();
  const std::size_t slots = slots_.capacity() * sizeof(std::uint32_t);
  return of(states_, words_) + of(todo_, words_) + (slots_grow ? 3 * slots : slots);
}

void SearchMemory::grow() {
  slots_.assign(slots_.size() * 2, 0);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t number = 0; number < states_.size() / words_; ++number) {
    std::size_t at = hash_of(&states_[number * words_]) & mask;
    while (slots_[at] != 0) at = (at + 1) & mask;
    slots_[at] = static_cast<std::uint32_t>(number + 1);
  }
}

std::uint64_t SearchMemory::hash_of(const std::uint64_t* state) const {
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < words_; ++i) hash = combine(hash, state[i]);
  return hash;
}

}  // namespace whitewater::checks
