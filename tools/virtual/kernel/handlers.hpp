// Handlers: what becomes of a system call that is not native. A call without a row ends the run: it is refused by name,
// never answered by chance. docs/virtual-processes.md lists the rows; a test compares.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "tools/virtual/kernel/call_names.hpp"
#include "tools/virtual/kernel/process.hpp"
#include "tools/virtual/kernel/thread.hpp"
#include "tools/virtual/trace/tracer.hpp"

namespace whitewater::tools::virtual_time {

// What becomes of a call.
struct Outcome {
  enum class Kind : std::uint8_t {
    result,     // `value` is its result; the kernel does not see it
    native,     // the kernel carries it out, and does not block
    give,       // its result is a new descriptor
    wait,       // the thread waits before it (Process::wait was called)
    interrupt,  // a signal comes first; then the call fails, or begins again if `value` is 1 and the handler asks for
                // it
    yield,      // `value` is its result, and other threads come first
    retire,     // the thread runs no more
    end,        // the process ends; `value` is its status as of waitpid
    refuse,     // the run ends: `why` says what is not supported
  };
  Kind kind = Kind::native;
  long value = 0;
  NewDescriptor descriptor{};
  std::string why{};

  static Outcome result(long value) { return {Kind::result, value, {}, {}}; }
  static Outcome native() { return {}; }
  static Outcome give(NewDescriptor descriptor) { return {Kind::give, 0, std::move(descriptor), {}}; }
  static Outcome wait() { return {Kind::wait, 0, {}, {}}; }
  static Outcome interrupt(bool begins_again) { return {Kind::interrupt, begins_again ? 1 : 0, {}, {}}; }
  static Outcome end(int status) { return {Kind::end, status, {}, {}}; }
  static Outcome refuse(std::string why) { return {Kind::refuse, 0, {}, std::move(why)}; }
};

struct Handler {
  long number;
  std::string_view name;
  Outcome (*handle)(Process& process, Thread& thread);
  // The kernel gave the descriptor. Null: nothing to do.
  void (*given)(Process& process, Thread& thread, int descriptor) = nullptr;
};

std::span<const Handler> clock_handlers();
std::span<const Handler> wait_handlers();
std::span<const Handler> futex_handlers();
std::span<const Handler> socket_handlers();
std::span<const Handler> message_handlers();
std::span<const Handler> descriptor_handlers();
std::span<const Handler> file_handlers();
std::span<const Handler> lock_handlers();
std::span<const Handler> signal_descriptor_handlers();
std::span<const Handler> process_handlers();
std::span<const Handler> child_handlers();
std::span<const Handler> identity_handlers();
std::span<const Handler> signal_handlers();
std::span<const Handler> timer_handlers();

// A handler of calls that this kernel does not have: ENOSYS.
Outcome absent(Process& process, Thread& thread);

// Null: nobody handles it.
const Handler* handler_of(long number);

// Sends the signals of timers that are due.
void expire_alarms(Process& process);

// Whether a thread that waits for descriptors finds one ready.
bool finds_ready(Process& process, Thread& thread);
// For calls that take a datagram or bytes from the descriptor that is their first argument: nothing, if there are some
// now; else what becomes of the call. dontwait: it asks not to block, whatever the descriptor says.
std::optional<Outcome> unless_readable(Process& process, Thread& thread, bool dontwait);
// A lock by fcntl(2) that the program waits for.
Outcome lock_record(Process& process, Thread& thread);
// For calls that write to what is no virtual socket.
Outcome write_real(Process& process, Thread& thread);
// The word that a thread made by this call clears when it exits. 0: none.
std::uint64_t cleared_at_exit(const Process& process, const Call& call);
// A time of timespec or timeval at that address. Nothing: it cannot be read.
std::optional<Duration> timespec_at(const Process& process, std::uint64_t address);
std::optional<Duration> timeval_at(const Process& process, std::uint64_t address);

}  // namespace whitewater::tools::virtual_time
