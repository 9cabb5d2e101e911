// Outbox: what a socket did not take at once, in order and bounded. A simulator that is itself blocked in sending to
// us must not find us blocked in sending to it: so sends wait here while we go on reading.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

#include "replica/transport.hpp"

namespace whitewater::replica {

class Outbox {
 public:
  static constexpr std::size_t bytes_max = std::size_t{16} << 20;

  bool empty() const { return waiting_.empty(); }

  // write(bytes): how many of them the socket took; negative when none and it would block. A socket that takes
  // whole packets takes all or none.
  template <class Write>
  Sent send(std::string_view message, Write&& write) {
    std::size_t taken = 0;
    if (waiting_.empty()) {
      const long count = write(message);
      if (count >= 0) taken = static_cast<std::size_t>(count);
      if (taken == message.size()) return Sent::yes;
    }
    // A message that has left in part must be finished, whatever the bound.
    if (taken == 0 && bytes_ + message.size() > bytes_max) return Sent::dropped;
    waiting_.emplace_back(message.substr(taken));
    bytes_ += waiting_.back().size();
    return Sent::later;
  }

  template <class Write>
  void write_waiting(Write&& write) {
    while (!waiting_.empty()) {
      std::string& oldest = waiting_.front();
      const long count = write(std::string_view(oldest));
      if (count < 0) return;
      bytes_ -= static_cast<std::size_t>(count);
      if (static_cast<std::size_t>(count) < oldest.size()) {
        oldest.erase(0, static_cast<std::size_t>(count));
        return;
      }
      waiting_.pop_front();
    }
  }

 private:
  std::deque<std::string> waiting_;
  std::size_t bytes_ = 0;
};

}  // namespace whitewater::replica
