// SIGCHLD, the only sign of a stop of ptrace, is one for the whole process: while it is pending, or in another thread's
// hands, the next one is lost. So whichever thread gets it wakes all that wait for such a stop, each by a signal of its
// own, and each looks for itself.
#pragma once

#include <csignal>

namespace whitewater::tools::virtual_time {

// A thread that waits for stops.
class ChildSignal {
 public:
  // Of the calling thread: both signals are blocked in it, except while it waits.
  ChildSignal();
  ~ChildSignal();
  ChildSignal(const ChildSignal&) = delete;
  ChildSignal& operator=(const ChildSignal&) = delete;

  // The mask of a wait that a stop ends.
  const sigset_t& waiting() const { return waiting_; }

 private:
  sigset_t before_{};
  sigset_t waiting_{};
  int place_ = -1;
};

}  // namespace whitewater::tools::virtual_time
