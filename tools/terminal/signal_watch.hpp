// SignalWatch: notices signals such as Ctrl-C without a signal handler, so that a program can end in order. While it
// lives, they stay in the queue until they are asked for; a second signal ends the program at once. Create the object
// before any thread: threads inherit the blocked signals.
#pragma once

#include <atomic>
#include <csignal>
#include <initializer_list>

namespace whitewater::tools {

class SignalWatch {
 public:
  explicit SignalWatch(std::initializer_list<int> signals);
  ~SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

  // Looks for a signal. True after the first one, for good. One thread calls it.
  bool poll();
  // What the latest poll() said, for other threads to read.
  const std::atomic<bool>& arrived() const { return arrived_; }

 private:
  sigset_t watched_{};
  sigset_t before_{};
  std::atomic<bool> arrived_{false};
};

}  // namespace whitewater::tools
