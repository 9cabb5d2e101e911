// Process: what the handlers of system calls know of one traced process, and may change: its threads, its descriptors,
// its timers and signals, and who made it.
#pragma once

#include <sys/types.h>

#include <csignal>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/time.hpp"
#include "tools/virtual/kernel/descriptors.hpp"
#include "tools/virtual/kernel/machine.hpp"
#include "tools/virtual/kernel/thread.hpp"
#include "tools/virtual/trace/clock_page.hpp"
#include "tools/virtual/trace/memory.hpp"

namespace whitewater::tools::virtual_time {

// A timer that sends a signal.
struct SignalTimer : IntervalTimer {
  // The numbers of those of setitimer(2): ITIMER_REAL, which alarm(2) sets, ITIMER_VIRTUAL and ITIMER_PROF.
  static constexpr int of_process = -1, of_program = -2, of_profiler = -3;

  int signal = 0;           // 0: none, it is only asked
  pid_t thread = 0;         // 0: the process
  std::uint64_t value = 0;  // that the program wants back
  int overrun = 0;          // how often it expired again before its signal was delivered
};

// What signalfd(2) made: a socket that receives a record of each of these signals that comes while it is blocked.
struct SignalDescriptor {
  ino_t socket = 0;
  std::uint64_t signals = 0;  // as of sigset_t
  std::vector<int> sent{};    // oldest first
};

// A signal that is pending, and what its handler is told.
struct SentSignal {
  pid_t thread = 0;  // 0: any
  siginfo_t information{};
};

class Process {
 public:
  enum class State : std::uint8_t {
    runs,
    ended,  // its parent may ask with which `status`
    gone,
  };

  // parent: null: nobody waits for it.
  Process(Machine& of, pid_t id, Process* parent_);

  Machine& machine;
  pid_t id() const { return id_; }
  pid_t number() const;  // for the program

  // --- time ---
  Time& now;  // of the machine
  // What clock_gettime shows of a clock that all processes share; nothing: there is no such clock here.
  static std::optional<Duration> shown_by(int clock, Time now);
  // The same, and what is shown of processor time: what the process's calls have cost. Its threads share it.
  std::optional<Duration> shown(int clock) const;
  static bool is_processor_time(int clock);
  // Where the timer's clock stands.
  Time now_of(const SignalTimer& timer) const { return is_processor_time(timer.clock) ? Time{used_.ns} : now; }
  Duration used() const { return used_; }

  void spend(Duration cost) {
    now = now + cost;
    used_ = used_ + cost;
  }
  // A call that did something; a poll that found nothing costs more the longer that goes on.
  void productive();
  void idle();
  bool polls_without_end() const;
  void read_clock();
  // A call that is no read of a clock, before its own cost.
  void called_something_else();
  // A thread may read clocks by itself until then.
  void lend_clock(ClockReads& reads, Time until) const;
  void take_clock_back(const ClockReads& reads);

  // --- threads ---
  Thread& add_thread(pid_t thread);
  Thread* thread(pid_t thread);
  Thread* thread_named(pid_t number);
  std::vector<std::unique_ptr<Thread>>& threads() { return threads_; }
  const std::vector<std::unique_ptr<Thread>>& threads() const { return threads_; }
  void wait(Thread& thread, WaitsFor what);
  void go_on(Thread& thread, bool timed_out = false);
  // Wakes at most `count` threads that wait for the word and share a bit, in the order in which they began.
  unsigned wake_futex(std::uint64_t word, unsigned count, std::uint32_t bits);
  // How many of the rest wait for `other` from now on.
  unsigned requeue_futex(std::uint64_t word, std::uint64_t other, unsigned count);

  // --- signals ---
  std::map<int, SignalTimer> alarms;
  int next_alarm = 0;
  std::vector<SentSignal> sent;  // oldest first
  bool was_signalled = false;    // ever
  std::vector<SignalDescriptor> signal_descriptors;

  // --- parent and children ---
  Process* parent = nullptr;
  State state = State::runs;
  int status = 0;              // as of waitpid
  std::uint64_t ended_as = 0;  // who ended earlier has a smaller one
  // The thread that made it and waits for it inside the kernel (vfork). Null: none does, or no longer.
  Thread* awaited_by = nullptr;

  Memory memory;
  Descriptors descriptors;

 private:
  pid_t id_;
  std::vector<std::unique_ptr<Thread>> threads_;
  Duration used_;
  std::uint64_t waits_ = 0;
  std::uint64_t idle_ = 0;
  std::uint64_t clock_reads_ = 0;
  std::uint64_t fruitless_ = 0;
};

}  // namespace whitewater::tools::virtual_time
