// Outbox: messages that are to leave, in order and bounded. A simulator that is itself blocked in sending to us must
// not find us blocked in sending to it: so what a socket does not take at once waits here while we go on reading.
// Promises: no allocation once warm.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/check.hpp"

namespace whitewater::replica {

class Outbox {
 public:
  static constexpr std::size_t bytes_max = std::size_t{16} << 20;

  bool empty() const { return first_ == end_; }
  std::size_t size() const { return end_ - first_; }
  // From the oldest, 0, on.
  std::string& operator[](std::size_t i) { return messages_[first_ + i]; }

  // False when too much waits already.
  bool push(std::string_view message, std::string_view ending) {
    if (!empty() && bytes_ + message.size() > bytes_max) return false;
    if (end_ == messages_.size()) make_room();
    messages_[end_].assign(message).append(ending);
    bytes_ += messages_[end_++].size();
    return true;
  }

  void pop(std::size_t count) {
    check(count <= size(), "only messages that wait are taken away");
    for (; count > 0; --count) bytes_ -= messages_[first_++].size();
    if (empty()) first_ = end_ = 0;
  }

  // Of the oldest: what has left of it goes.
  void cut_front(std::size_t bytes) {
    messages_[first_].erase(0, bytes);
    bytes_ -= bytes;
  }

 private:
  // Moves those that wait to the front, when they are the smaller part; else grows.
  void make_room() {
    if (first_ * 2 <= end_) return static_cast<void>(messages_.emplace_back());
    for (std::size_t i = first_; i < end_; ++i) std::swap(messages_[i - first_], messages_[i]);
    end_ -= first_;
    first_ = 0;
  }

  std::vector<std::string> messages_;  // first_ … end_-1 wait; the others keep their memory
  std::size_t first_ = 0;
  std::size_t end_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace whitewater::replica
