// Thread: a thread of a traced process, and what it waits for. A thread that waits stands before its system call; when
// it may go on, the call's handler runs again.
#pragma once

#include <poll.h>
#include <sys/types.h>

#include <cstdint>
#include <vector>

#include "core/base/time.hpp"
#include "tools/virtual/trace/call.hpp"

namespace whitewater::tools::virtual_time {

class Process;

enum class WaitsFor : std::uint8_t { nothing, descriptors, futex, time, processor_time, signal, child };

struct Thread {
  Thread(Process& process_, pid_t id_, pid_t number_) : process(process_), id(id_), number(number_) {}

  Process& process;
  pid_t id;      // for the supervisor
  pid_t number;  // for the program
  Call call{};
  bool at_call = false;    // `call` is not carried out yet: its handler runs when the thread does
  bool queued = false;     // it may run
  bool signalled = false;  // a signal came while it stood at its call
  bool gone = false;

  WaitsFor waits_for = WaitsFor::nothing;
  std::uint64_t place = 0;  // who began to wait earlier has a smaller one
  Time deadline = time_never;
  bool deadline_set = false;     // of this call
  Duration work_deadline;        // the processor time of its process at which it goes on (WaitsFor::processor_time)
  bool timed_out = false;        // it goes on because of the deadline
  std::uint64_t written = 0;     // bytes of a write that had no room for all
  bool polls_idly = false;       // its poll found nothing, as the many before, and waits instead
  std::vector<pollfd> polled{};  // what its poll waits for, as it was at the beginning of the call
  bool polled_known = false;     // `polled` is of this call

  std::uint64_t futex = 0;
  std::uint32_t futex_bits = 0;
  bool woken = false;               // by a futex call
  std::uint64_t clear_at_exit = 0;  // set_tid_address(2); 0: nothing
};

}  // namespace whitewater::tools::virtual_time
