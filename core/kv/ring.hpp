// Ring: a first-in first-out queue in one block that only grows. An element's position is its number in the order of
// arrival; it never changes while the element is in the queue, so an index can refer to it. Promises: no allocation
// once warm; clear() keeps the memory and destroys what the elements own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/base/check.hpp"

namespace whitewater::kv {

template <class T>
class Ring {
 public:
  bool empty() const { return first_ == end_; }
  std::size_t size() const { return static_cast<std::size_t>(end_ - first_); }
  // The elements have the positions first() … end() - 1.
  std::uint64_t first() const { return first_; }
  std::uint64_t end() const { return end_; }
  bool contains(std::uint64_t position) const { return position >= first_ && position < end_; }

  T& operator[](std::uint64_t position) { return slots_[position & mask()]; }
  const T& operator[](std::uint64_t position) const { return slots_[position & mask()]; }
  T& front() { return (*this)[first_]; }
  const T& front() const { return (*this)[first_]; }

  std::uint64_t push_back(T element) {
    if (size() == slots_.size()) grow();
    slots_[end_ & mask()] = std::move(element);
    return end_++;
  }
  T pop_front() {
    check(!empty(), "a ring that is popped holds something");
    return std::exchange(slots_[first_++ & mask()], T{});
  }
  void clear() {
    while (!empty()) pop_front();
    first_ = end_ = 0;
  }

 private:
  static constexpr std::size_t slots_first = 8;

  std::uint64_t mask() const { return slots_.size() - 1; }
  [[gnu::noinline, gnu::cold]] void grow() {
    std::vector<T> wider(slots_.empty() ? slots_first : slots_.size() * 2);
    for (std::uint64_t at = first_; at != end_; ++at) wider[at & (wider.size() - 1)] = std::move(slots_[at & mask()]);
    slots_ = std::move(wider);
  }

  std::vector<T> slots_;  // the size is a power of two
  std::uint64_t first_ = 0;
  std::uint64_t end_ = 0;
};

}  // namespace whitewater::kv
