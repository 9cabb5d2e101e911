// Lane: a growing array for code that runs for every event. Like std::vector, but growth is an out-of-line call: only
// one comparison and the construction of the element are inlined where an element is added.
// Promises: no allocation once warm; clear() keeps the memory. An added value must not be an element of the same lane.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

namespace whitewater {

template <class T>
class Lane {
 public:
  static_assert(std::is_nothrow_move_constructible_v<T>, "growing moves the elements");

  Lane() = default;
  Lane(Lane&& other) noexcept
      : begin_(std::exchange(other.begin_, nullptr)),
        end_(std::exchange(other.end_, nullptr)),
        limit_(std::exchange(other.limit_, nullptr)) {}
  Lane& operator=(Lane&& other) noexcept {
    std::swap(begin_, other.begin_);
    std::swap(end_, other.end_);
    std::swap(limit_, other.limit_);
    return *this;
  }
  ~Lane() {
    clear();
    if (begin_ != nullptr) std::allocator<T>().deallocate(begin_, static_cast<std::size_t>(limit_ - begin_));
  }

  bool empty() const { return begin_ == end_; }
  std::size_t size() const { return static_cast<std::size_t>(end_ - begin_); }
  T* begin() { return begin_; }
  T* end() { return end_; }
  const T* begin() const { return begin_; }
  const T* end() const { return end_; }
  T& operator[](std::size_t i) { return begin_[i]; }
  const T& operator[](std::size_t i) const { return begin_[i]; }
  T& front() { return *begin_; }
  const T& front() const { return *begin_; }
  T& back() { return end_[-1]; }
  const T& back() const { return end_[-1]; }

  void push_back(const T& element) { new (room()) T(element), ++end_; }
  void push_back(T&& element) { new (room()) T(std::move(element)), ++end_; }
  template <class... Args>
  T& emplace_back(Args&&... args) {
    T* made = new (room()) T{std::forward<Args>(args)...};
    ++end_;
    return *made;
  }
  void clear() { shrink(0); }
  // Keeps the first count elements. Precondition: count <= size().
  void shrink(std::size_t count) {
    T* end = begin_ + count;
    if constexpr (!std::is_trivially_destructible_v<T>) std::destroy(end, end_);
    end_ = end;
  }
  template <class Condition>
  friend void erase_if(Lane& lane, Condition&& condition) {
    T* kept = std::remove_if(lane.begin_, lane.end_, std::forward<Condition>(condition));
    lane.shrink(static_cast<std::size_t>(kept - lane.begin_));
  }

 private:
  T* room() {
    if (end_ == limit_) [[unlikely]]
      grow();
    return end_;
  }
  [[gnu::noinline, gnu::cold]] void grow() {
    const std::size_t count = size();
    const std::size_t wider = count < 4 ? 8 : count * 2;
    T* memory = std::allocator<T>().allocate(wider);
    std::uninitialized_move(begin_, end_, memory);
    std::destroy(begin_, end_);
    if (begin_ != nullptr) std::allocator<T>().deallocate(begin_, count);
    begin_ = memory;
    end_ = memory + count;
    limit_ = memory + wider;
  }

  T* begin_ = nullptr;
  T* end_ = nullptr;
  T* limit_ = nullptr;
};

}  // namespace whitewater
