// Tracer: lets the threads of a process, and of the processes that it makes, run, one at a time, from system call to
// system call. Two back ends give the same stops and thus the same runs: pure ptrace, and user notification with ptrace
// for rare events. Handlers (tools/virtual/kernel) decide what becomes of a call; a back end carries it out and knows
// none.
//
// All functions of a tracer belong to the thread that started the process: ptrace knows its tracer as a thread.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

#include "tools/virtual/trace/call.hpp"
#include "tools/virtual/trace/program_start.hpp"

namespace whitewater::tools::virtual_time {

// Why a thread stopped.
struct Stop {
  enum class Kind : std::uint8_t {
    call,      // it is about to enter the kernel with `call`
    created,   // it made `child`, a thread or a process, which waits to be run for the first time
    replaced,  // the process executes another program now (exec); its other threads are gone
    fault,     // an instruction that it must not execute (rdtsc, cpuid), or a bad address: SIGSEGV is pending
    signal,    // `signal` is pending, and is delivered when the thread is run with it
    exited,    // the thread is gone; `status` as of waitpid
    stuck,     // it made no system call for longer than the watchdog allows
  };
  enum class Child : std::uint8_t {
    thread,
    process,  // with a copy of the memory and the descriptors
    // A process that its maker waits for inside the kernel, usually with the maker's own memory (vfork): the maker must
    // not be run until the child was `replaced` or `exited`.
    awaited_process,
  };
  Kind kind = Kind::exited;
  Call call{};
  pid_t child = 0;  // a thread's number, or the number of a process and of its first thread
  Child made = Child::thread;
  int signal = 0;
  int status = 0;
};

// A descriptor that the supervisor makes and the program gets as the result of its call.
struct NewDescriptor {
  enum class Kind : std::uint8_t { socket, event, file };
  Kind kind = Kind::socket;
  int type = 0;  // of the socket
  bool nonblocking = false;
  bool close_on_exec = false;
  std::string path{};  // of the file, opened for reading
};

class Tracer {
 public:
  virtual ~Tracer() = default;

  // Lets the thread go on until it stops. A call that it stopped at is carried out by the kernel unless it was
  // answered.
  virtual Stop run(pid_t thread, int signal) = 0;
  // The kernel does not see the call under way; `result` is what it returns: a value, or an errno below 0.
  virtual void answer(pid_t thread, long result) = 0;
  // Answers the call under way with a new descriptor of the program. Returns it, or an errno below 0.
  virtual long give(pid_t thread, const NewDescriptor& descriptor) = 0;
  // The kernel does not see the call under way, for a signal that is pending comes first (send it before). After the
  // signal's handler the call fails with EINTR. restarts: it is made anew instead if the handler asks for that
  // (SA_RESTART). Without a handler it is made anew in any case.
  virtual void interrupt(pid_t thread, bool restarts) = 0;
  // The thread was `replaced`: prepares its new program. See prepare_program.
  virtual bool prepare(pid_t thread, const ProgramStart& start) = 0;
};

}  // namespace whitewater::tools::virtual_time
