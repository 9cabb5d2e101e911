// Signals of a traced process, as the kernel keeps them: who handles, blocks and ignores which, and what is pending.
// The kernel delivers a signal itself, when its thread runs again; it is seen, and may be changed, right before.
#pragma once

#include <sys/types.h>

#include <csignal>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace whitewater::tools::virtual_time {

// A set of signals: number 1 is the lowest bit, as in a sigset_t of the kernel.
using SignalSet = std::uint64_t;
constexpr SignalSet only(int signal) {
  return SignalSet{1} << (signal - 1);
}

struct SignalSets {
  SignalSet blocked = 0;
  SignalSet pending = 0;         // for the thread
  SignalSet shared_pending = 0;  // for any thread of its process
  SignalSet ignored = 0;
  SignalSet caught = 0;
  pid_t number = 0;  // of the thread, as its own process sees it

  SignalSet waiting() const { return pending | shared_pending; }
};
// Nothing: there is no such thread.
std::optional<SignalSets> signal_sets(pid_t thread);

// "/proc/7/name", of a process or a thread.
std::string proc_path(pid_t process, std::string_view name);

// The group of a process, by the number that the process itself sees. 0: there is no such process.
pid_t group_number(pid_t process);

// The most memory that a process ever had at once, in bytes.
std::uint64_t most_memory(pid_t process);

// Makes the signal pending. thread: 0: for any thread of the process. Nobody may claim that a signal comes from the
// kernel itself, so its handler learns that by show_signal().
bool queue_signal(pid_t process, pid_t thread, const siginfo_t& information);
// thread: stopped by this signal, before its delivery. What its handler is told.
void show_signal(pid_t thread, const siginfo_t& information);

}  // namespace whitewater::tools::virtual_time
