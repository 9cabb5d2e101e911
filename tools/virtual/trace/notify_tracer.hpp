// NotifyTracer: the back end in which calls arrive as notifications of the seccomp filter, half as expensive as stops
// of ptrace, which then only tells of rare events. A thread that stands at a call waits inside the kernel for its
// answer.
#pragma once

#include <linux/seccomp.h>

#include <optional>
#include <vector>

#include "replica/posix/descriptor.hpp"
#include "tools/virtual/trace/child_signal.hpp"
#include "tools/virtual/trace/tracer.hpp"
#include "tools/virtual/trace/watchdog.hpp"

namespace whitewater::tools::virtual_time {

class NotifyTracer final : public Tracer {
 public:
  // listener: of the filter of the process. The watchdog outlives the tracer.
  NotifyTracer(replica::Descriptor listener, Watchdog& watchdog);

  Stop run(pid_t thread, int signal) override;
  void answer(pid_t thread, long result) override;
  long give(pid_t thread, const NewDescriptor& descriptor) override;
  void interrupt(pid_t thread, bool restarts) override;
  bool prepare(pid_t thread, const ProgramStart& start) override;

 private:
  // Of a thread that stands at a call: by default the kernel carries it out.
  struct Standing {
    pid_t thread = 0;
    seccomp_notif_resp answer{};
  };

  Standing* standing(pid_t thread);
  bool go_on(pid_t thread, int signal);
  Stop await(pid_t thread);
  std::optional<Stop> event(pid_t thread, bool for_sure);
  std::optional<Stop> notification(pid_t thread);
  std::optional<Stop> note(pid_t thread, const seccomp_notif& notification);
  bool all_dying() const;

  replica::Descriptor listener_;
  Watchdog& watchdog_;
  pid_t waiter_;  // the thread to which this belongs
  std::vector<Standing> standing_;
  ChildSignal signal_;
};

}  // namespace whitewater::tools::virtual_time
