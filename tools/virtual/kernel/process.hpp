// Process: what the handlers of system calls know of one traced process, and may change: its threads, its clock, its
// descriptors, its randomness, and what it sent.
#pragma once

#include <sys/types.h>

#include <csignal>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "tools/virtual/kernel/descriptors.hpp"
#include "tools/virtual/kernel/thread.hpp"
#include "tools/virtual/trace/memory.hpp"

namespace whitewater::tools::virtual_time {

// A datagram that left the process.
struct Departed {
  Time at;
  std::uint16_t port = 0;  // to which it was addressed; 0: to no port of IPv4
  ino_t socket = 0;        // it left from
  std::string bytes;
};

// A timer that sends a signal.
struct SignalTimer {
  static constexpr int of_process = -1;  // the number of that of alarm(2)

  int clock = 0;  // absolute times are its
  Time due = time_never;
  Duration interval{};
  int signal = 0;           // 0: none, it is only asked
  pid_t thread = 0;         // 0: the process
  std::uint64_t value = 0;  // that the program wants back
  int overrun = 0;          // how often it expired again before its signal was delivered
};

// A signal that is pending, and what its handler is told.
struct SentSignal {
  pid_t thread = 0;  // 0: any
  siginfo_t information{};
};

struct ProcessStart {
  pid_t id = 0;
  std::string unique;       // see Descriptors
  std::uint64_t seed = 0;   // of all its randomness
  std::string random_file;  // where a file that stands for /dev/urandom may be written
};

class Process {
 public:
  explicit Process(ProcessStart start);

  pid_t id() const { return start_.id; }
  pid_t number() const;  // for the program

  // --- time ---
  Time now;  // its own: where the world's clock was when its turn began, and the cost of its calls since
  // What clock_gettime shows of a clock; nothing: there is no such clock here.
  static std::optional<Duration> shown_by(int clock, Time now);

  void spend(Duration cost) { now = now + cost; }
  // A call that did something; a poll that found nothing costs more the longer that goes on.
  void productive();
  void idle();
  bool polls_without_end() const;
  void read_clock();
  void called_something_else() { clock_reads_ = 0; }

  // --- threads ---
  Thread& add_thread(pid_t thread);
  Thread* thread(pid_t thread);
  Thread* thread_named(pid_t number);
  std::vector<std::unique_ptr<Thread>>& threads() { return threads_; }
  const std::vector<std::unique_ptr<Thread>>& threads() const { return threads_; }
  void wait(Thread& thread, WaitsFor what);
  void go_on(Thread& thread, bool timed_out = false);
  // Removes and returns the thread whose turn it is. Null: all wait.
  Thread* next_to_run();
  // Wakes at most `count` threads that wait for the word and share a bit, in the order in which they began.
  unsigned wake_futex(std::uint64_t word, unsigned count, std::uint32_t bits);
  // How many of the rest wait for `other` from now on.
  unsigned requeue_futex(std::uint64_t word, std::uint64_t other, unsigned count);

  // --- signals ---
  std::map<int, SignalTimer> alarms;
  int next_alarm = 0;
  std::vector<SentSignal> sent;  // oldest first
  bool was_signalled = false;    // ever

  // --- randomness ---
  std::uint64_t random();
  // The path of the file that stands for /dev/urandom. It is written when it is first asked for: few programs do.
  const std::string& random_file();

  Memory memory;
  Descriptors descriptors;
  std::vector<Departed> departed;
  // What it did that a user should know, once each: "uses TCP sockets, which do not exist here".
  std::vector<std::string> remarks;
  bool polls = false;  // it is known to poll without blocking
  std::uint64_t idle_waits = 0;
  std::uint64_t calls = 0;
  std::uint16_t simulator_port = 0;  // the one that it was told
  std::uint16_t next_port = 40'000;

  void remark(std::string sentence);

 private:
  ProcessStart start_;
  std::vector<std::unique_ptr<Thread>> threads_;
  std::deque<Thread*> runnable_;
  std::uint64_t waits_ = 0;
  std::uint64_t draws_ = 0;
  bool random_file_written_ = false;
  std::uint64_t idle_ = 0;
  std::uint64_t clock_reads_ = 0;
};

}  // namespace whitewater::tools::virtual_time
