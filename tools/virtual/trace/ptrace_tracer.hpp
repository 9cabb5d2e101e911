// PtraceTracer: the back end that needs nothing but ptrace and a seccomp filter that returns SECCOMP_RET_TRACE. Each
// call costs two switches to the supervisor and two accesses to the registers.
#pragma once

#include <sys/user.h>

#include <map>

#include "tools/virtual/trace/tracer.hpp"
#include "tools/virtual/trace/watchdog.hpp"

namespace whitewater::tools::virtual_time {

class PtraceTracer final : public Tracer {
 public:
  // Of a process as launch() leaves it, and of those that it makes. The watchdog outlives the tracer.
  explicit PtraceTracer(Watchdog& watchdog) : watchdog_(watchdog) {}

  Stop run(pid_t thread, int signal) override;
  void answer(pid_t thread, long result) override;
  long give(pid_t thread, const NewDescriptor& descriptor) override;
  void interrupt(pid_t thread, bool restarts) override;
  bool prepare(pid_t thread, const ProgramStart& start) override;

 private:
  // Of a thread that stopped at a call.
  struct Entered {
    user_regs_struct registers{};
    bool changed = false;  // they must be written before it goes on
  };

  // The kernel carries out these registers' call instead; then the thread has its own registers again, and the result.
  long perform(pid_t thread, const user_regs_struct& changed);

  Watchdog& watchdog_;
  std::map<pid_t, Entered> entered_;
};

}  // namespace whitewater::tools::virtual_time
