// NameTable: a map from 64-bit names to values. Names are hashes and are assumed to be unique. Open addressing, at most
// half full. Promises: no allocation once warm; nothing depends on the order of the slots, which no caller can see.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace whitewater {

template <class Value>
class NameTable {
 public:
  // Null if the name is absent. Valid until the next insertion.
  const Value* find(std::uint64_t name) const {
    if (used_ == 0) return nullptr;
    const Slot& slot = slots_[place(slots_, word(name))];
    return slot.name != 0 ? &slot.value : nullptr;
  }
  Value* find(std::uint64_t name) { return const_cast<Value*>(std::as_const(*this).find(name)); }
  // Returns the value of name. If the name is absent, the given value is inserted, and `second` is true.
  std::pair<Value*, bool> insert(std::uint64_t name, const Value& value) {
    if (used_ * 2 >= slots_.size()) [[unlikely]]
      grow();
    Slot& slot = slots_[place(slots_, word(name))];
    if (slot.name != 0) return {&slot.value, false};
    slot = {word(name), value};
    ++used_;
    return {&slot.value, true};
  }
  void clear() {
    if (used_ != 0) slots_.assign(slots_.size(), Slot{});
    used_ = 0;
  }

 private:
  struct Slot {
    std::uint64_t name = 0;  // 0: free
    Value value{};
  };
  static constexpr std::size_t slots_first = 64;

  static std::uint64_t word(std::uint64_t name) { return name == 0 ? 1 : name; }
  // The slot of name, or the free slot where name would be inserted.
  static std::size_t place(const std::vector<Slot>& slots, std::uint64_t name) {
    const std::size_t mask = slots.size() - 1;
    std::size_t at = name & mask;
    while (slots[at].name != 0 && slots[at].name != name) at = (at + 1) & mask;
    return at;
  }
  [[gnu::noinline, gnu::cold]] void grow() {
    std::vector<Slot> wider(slots_.empty() ? slots_first : slots_.size() * 2);
    for (const Slot& slot : slots_)
      if (slot.name != 0) wider[place(wider, slot.name)] = slot;
    slots_ = std::move(wider);
  }

  std::vector<Slot> slots_;  // the size is a power of two
  std::size_t used_ = 0;
};

}  // namespace whitewater
