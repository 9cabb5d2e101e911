// HashIndex: maps a 64-bit hash to the 32-bit places where its owner keeps the elements with that hash. Open
// addressing, eight bytes per slot, at most three quarters full. Hashes may collide, so the owner compares. Promises:
// no allocation once warm; no result depends on the order of the slots.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/base/check.hpp"

namespace whitewater::kv {

class HashIndex {
 public:
  static constexpr std::uint32_t none = 0xFFFFFFFF;

  std::size_t size() const { return used_; }

  // A hint to the processor that this hash is looked up soon.
  void prefetch(std::uint64_t hash) const {
    if (used_ != 0) __builtin_prefetch(&slots_[static_cast<std::uint32_t>(hash) & mask_]);
  }

  // The place with this hash for which same(place) is true; `none` if there is no such place.
  template <class Same>
  std::uint32_t find(std::uint64_t hash, Same&& same) const {
    if (used_ == 0) return none;
    const auto tag = static_cast<std::uint32_t>(hash);
    for (std::size_t at = tag & mask_; slots_[at].place != none; at = (at + 1) & mask_)
      if (slots_[at].tag == tag && same(slots_[at].place)) return slots_[at].place;
    return none;
  }

  // As find. But if no such place exists, inserts `place` under this hash and returns `none`.
  template <class Same>
  std::uint32_t find_or_insert(std::uint64_t hash, std::uint32_t place, Same&& same) {
    make_room(place);
    const auto tag = static_cast<std::uint32_t>(hash);
    std::size_t at = tag & mask_;
    for (; slots_[at].place != none; at = (at + 1) & mask_)
      if (slots_[at].tag == tag && same(slots_[at].place)) return slots_[at].place;
    slots_[at] = {tag, place};
    ++used_;
    return none;
  }

  void insert(std::uint64_t hash, std::uint32_t place) {
    make_room(place);
    put({static_cast<std::uint32_t>(hash), place});
    ++used_;
  }

  void erase(std::uint64_t hash, std::uint32_t place) {
    check(used_ != 0, "what is erased from an index is in it");
    std::size_t hole = static_cast<std::uint32_t>(hash) & mask_;
    while (slots_[hole].place != place) {
      check(slots_[hole].place != none, "what is erased from an index is in it");
      hole = (hole + 1) & mask_;
    }
    // Close the gap: a later entry that had to probe past the hole moves into the hole, or find() would stop too early.
    for (std::size_t at = (hole + 1) & mask_; slots_[at].place != none; at = (at + 1) & mask_) {
      const std::size_t home = slots_[at].tag & mask_;
      if (((at - home) & mask_) < ((at - hole) & mask_)) continue;
      slots_[hole] = slots_[at];
      hole = at;
    }
    slots_[hole] = Slot{};
    --used_;
  }

  void clear() {
    if (used_ != 0) slots_.assign(slots_.size(), Slot{});
    used_ = 0;
  }

 private:
  struct Slot {
    std::uint32_t tag = 0;
    std::uint32_t place = none;
  };
  static constexpr std::size_t slots_first = 16;

  void make_room(std::uint32_t place) {
    check(place != none, "a place is an ordinary number");
    if (used_ >= used_max_) grow();
  }
  void put(Slot slot) {
    std::size_t at = slot.tag & mask_;
    while (slots_[at].place != none) at = (at + 1) & mask_;
    slots_[at] = slot;
  }
  [[gnu::noinline, gnu::cold]] void grow() {
    std::vector<Slot> wider(slots_.empty() ? slots_first : slots_.size() * 2);
    std::swap(wider, slots_);
    mask_ = slots_.size() - 1;
    used_max_ = slots_.size() / 4 * 3;
    for (const Slot& slot : wider)
      if (slot.place != none) put(slot);
  }

  std::vector<Slot> slots_;  // the size is a power of two
  std::size_t mask_ = 0;
  std::size_t used_ = 0;
  std::size_t used_max_ = 0;  // three quarters of the slots
};

}  // namespace whitewater::kv
