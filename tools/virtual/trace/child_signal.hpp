// SIGCHLD, the only sign of a stop of ptrace, is one for the whole process: while it is pending, or in another thread's
// hands, the next one is lost. So whichever thread gets it tells all that wait for such a stop, and wakes each by a
// signal of its own, and each looks for itself.
#pragma once

#include <linux/seccomp.h>
#include <sys/types.h>

#include <csignal>

namespace whitewater::tools::virtual_time {

// A thread that waits for stops.
class ChildSignal {
 public:
  // Of the calling thread: both signals reach it from now on.
  ChildSignal();
  ~ChildSignal();
  ChildSignal(const ChildSignal&) = delete;
  ChildSignal& operator=(const ChildSignal&) = delete;

  // Whether there may have been a stop since the last call.
  bool came();
  // Waits for a notification of the listener, or for a sign of a stop. 0: it has one; -EINTR: perhaps there is a sign;
  // else another errno below 0.
  long receive(int listener, seccomp_notif& notification);

  // As if SIGCHLD had come: the thread, of this process, looks for a stop.
  static void wake(pid_t thread);

 private:
  sigset_t before_{};
  int place_ = -1;
};

}  // namespace whitewater::tools::virtual_time
