// InterruptWatch: notices Ctrl-C without a signal handler, so without a global variable. While it lives,
// SIGINT waits in the queue until it is asked for; after the first one the next ends the program at once.
// Make it before any thread is started: threads inherit what is blocked.
#pragma once

#include <csignal>

namespace whitewater::tools {

class InterruptWatch {
 public:
  InterruptWatch();
  ~InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;

  // Has there been one? Stays true.
  bool interrupted();

 private:
  sigset_t interrupt_{};
  sigset_t before_{};
  bool interrupted_ = false;
};

}  // namespace whitewater::tools
