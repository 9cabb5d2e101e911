// Outbox: a bounded queue of messages to send, in order. A simulator that is blocked in sending to us must not find us
// blocked in sending to it. So messages that a socket does not take at once wait here while we continue to read.
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
  // Counted from the oldest message, 0.
  std::string& operator[](std::size_t i) { return messages_[first_ + i]; }

  // Returns false if too much is waiting already.
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

  // Removes the part of the oldest message that was sent.
  void cut_front(std::size_t bytes) {
    messages_[first_].erase(0, bytes);
    bytes_ -= bytes;
  }

 private:
  // Moves the waiting messages to the front if they are the smaller part; otherwise grows.
  void make_room() {
    if (first_ * 2 <= end_) return static_cast<void>(messages_.emplace_back());
    for (std::size_t i = first_; i < end_; ++i) std::swap(messages_[i - first_], messages_[i]);
    end_ -= first_;
    first_ = 0;
  }

  std::vector<std::string> messages_;  // first_ … end_-1 are waiting; the others only keep their memory
  std::size_t first_ = 0;
  std::size_t end_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace whitewater::replica
