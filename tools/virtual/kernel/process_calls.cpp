// Ends, randomness, and what a program may ask about its processor. See exit_group(2), getrandom(2), prctl(2).
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/types.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <string>

#include "tools/virtual/kernel/handlers.hpp"

namespace whitewater::tools::virtual_time {

namespace {

constexpr std::size_t random_bytes_max = 1 << 20;

Outcome set_tid_address(Process&, Thread& thread) {
  thread.clear_at_exit = thread.call[0];
  return Outcome::native();
}

Outcome exit_group(Process&, Thread& thread) {
  return Outcome::end((thread.call.as_int(0) & 0xff) << 8);
}

// The first thread of a process stays behind as a zombie until the others have ended, and nobody could wait for it. So
// it never enters the kernel: it just runs no more.
Outcome exit(Process& process, Thread& thread) {
  if (thread.id != process.id()) return Outcome::native();
  if (thread.clear_at_exit != 0) process.memory.put(thread.clear_at_exit, 0u);
  return {Outcome::Kind::retire, 0, {}, {}};
}

Outcome getrandom(Process& process, Thread& thread) {
  std::string bytes(std::min<std::size_t>(thread.call[1], random_bytes_max), '\0');
  for (char& each : bytes) each = static_cast<char>(process.machine.random());
  if (!process.memory.write(thread.call[0], bytes.data(), bytes.size())) return Outcome::result(-EFAULT);
  return Outcome::result(static_cast<long>(bytes.size()));
}

// One processor, so that no program makes more threads here than elsewhere.
Outcome sched_getaffinity(Process& process, Thread& thread) {
  const std::uint64_t first = 1;
  if (thread.call[1] < sizeof first) return Outcome::result(-EINVAL);
  return Outcome::result(process.memory.put(thread.call[2], first) ? static_cast<long>(sizeof first) : -EFAULT);
}
Outcome getcpu(Process& process, Thread& thread) {
  for (const unsigned argument : {0u, 1u})
    if (thread.call[argument] != 0 && !process.memory.put(thread.call[argument], 0u)) return Outcome::result(-EFAULT);
  return Outcome::result(0);
}
Outcome done(Process&, Thread&) {
  return Outcome::result(0);
}

Outcome prctl(Process&, Thread& thread) {
  constexpr std::array known{PR_SET_NAME,        PR_GET_NAME,        PR_SET_VMA,          PR_CAPBSET_READ,
                             PR_GET_DUMPABLE,    PR_SET_DUMPABLE,    PR_SET_NO_NEW_PRIVS, PR_GET_NO_NEW_PRIVS,
                             PR_SET_THP_DISABLE, PR_GET_THP_DISABLE, PR_SET_TIMERSLACK,   PR_SET_PDEATHSIG};
  const int option = thread.call.as_int(0);
  if (std::find(known.begin(), known.end(), option) != known.end()) return Outcome::native();
  return Outcome::refuse("with the option " + std::to_string(option));
}

}  // namespace

std::span<const Handler> process_handlers() {
  static constexpr std::array rows{
      Handler{SYS_set_tid_address, "set_tid_address", set_tid_address},
      Handler{SYS_exit, "exit", exit},
      Handler{SYS_exit_group, "exit_group", exit_group},
      Handler{SYS_getrandom, "getrandom", getrandom},
      Handler{SYS_sched_getaffinity, "sched_getaffinity", sched_getaffinity},
      Handler{SYS_sched_setaffinity, "sched_setaffinity", done},
      Handler{SYS_sched_setscheduler, "sched_setscheduler", done},
      Handler{SYS_sched_setparam, "sched_setparam", done},
      Handler{SYS_setpriority, "setpriority", done},
      Handler{SYS_getcpu, "getcpu", getcpu},
      Handler{SYS_prctl, "prctl", prctl},
      Handler{SYS_io_uring_setup, "io_uring_setup", absent},
      Handler{SYS_get_mempolicy, "get_mempolicy", absent},
      Handler{SYS_mbind, "mbind", absent},
      Handler{SYS_rseq, "rseq", absent},  // by it the kernel tells the number of the core
  };
  return rows;
}

}  // namespace whitewater::tools::virtual_time
