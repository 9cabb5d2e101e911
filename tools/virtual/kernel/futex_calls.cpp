// futex(2): all waiting is here, so that the order of wake-ups is ours.
#include <linux/futex.h>
#include <sys/syscall.h>

#include <array>
#include <cerrno>
#include <ctime>
#include <string>
#include <utility>

#include "tools/virtual/kernel/cost_model.hpp"
#include "tools/virtual/kernel/handlers.hpp"

namespace whitewater::tools::virtual_time {

namespace {

constexpr std::uint32_t any_bit = ~0u;

// When a wait ends: the timeout of FUTEX_WAIT is relative, that of FUTEX_WAIT_BITSET absolute.
std::optional<Time> deadline_of(const Process& process, const Call& call, bool absolute) {
  const std::optional<Duration> timeout = timespec_at(process, call[3]);
  if (!timeout) return std::nullopt;
  if (!absolute) return process.now + *timeout;
  const bool calendar = (call.as_int(1) & FUTEX_CLOCK_REALTIME) != 0;
  return process.now + (*timeout - *Process::shown_by(calendar ? CLOCK_REALTIME : CLOCK_MONOTONIC, process.now));
}

// A word may be in memory that processes share, and stands at the same address in those that were forked. Whoever wakes
// without need looks at the word again.
void wake_relatives(Process& process, std::uint64_t word, std::uint32_t bits) {
  for (const auto& each : process.machine.processes())
    if (each.get() != &process && each->state == Process::State::runs) each->wake_futex(word, ~0u, bits);
}

Outcome wait(Process& process, Thread& thread, bool with_bits) {
  const Call& call = thread.call;
  if (std::exchange(thread.woken, false)) {
    process.spend(cost::futex_call);
    return Outcome::result(0);
  }
  if (thread.timed_out) return Outcome::result(-ETIMEDOUT);
  process.spend(cost::futex_call);
  const std::optional<std::uint32_t> word = process.memory.value<std::uint32_t>(call[0]);
  if (!word) return Outcome::result(-EFAULT);
  if (*word != call.as_unsigned(2)) return Outcome::result(-EAGAIN);
  if (call[3] != 0 && !thread.deadline_set) {
    const std::optional<Time> deadline = deadline_of(process, call, with_bits);
    if (!deadline) return Outcome::result(-EFAULT);
    if (*deadline <= process.now) return Outcome::result(-ETIMEDOUT);
    thread.deadline = *deadline;
    thread.deadline_set = true;
  }
  thread.futex = call[0];
  thread.futex_bits = with_bits ? call.as_unsigned(5) : any_bit;
  process.wait(thread, WaitsFor::futex);
  return Outcome::wait();
}

Outcome requeue(Process& process, const Call& call, bool compare) {
  if (compare) {
    const std::optional<std::uint32_t> word = process.memory.value<std::uint32_t>(call[0]);
    if (!word) return Outcome::result(-EFAULT);
    if (*word != call.as_unsigned(5)) return Outcome::result(-EAGAIN);
  }
  const unsigned woken = process.wake_futex(call[0], call.as_unsigned(2), any_bit);
  const unsigned moved = process.requeue_futex(call[0], call[4], call.as_unsigned(3));
  return Outcome::result(static_cast<long>(woken) + (compare ? static_cast<long>(moved) : 0));
}

Outcome futex(Process& process, Thread& thread) {
  const Call& call = thread.call;
  const int operation = call.as_int(1) & FUTEX_CMD_MASK;
  switch (operation) {
    case FUTEX_WAIT:
      return wait(process, thread, false);
    case FUTEX_WAIT_BITSET:
      return wait(process, thread, true);
    case FUTEX_WAKE:
    case FUTEX_WAKE_BITSET: {
      process.spend(cost::futex_call);
      const std::uint32_t bits = operation == FUTEX_WAKE ? any_bit : call.as_unsigned(5);
      const unsigned woken = process.wake_futex(call[0], call.as_unsigned(2), bits);
      if ((call.as_int(1) & FUTEX_PRIVATE_FLAG) == 0) wake_relatives(process, call[0], bits);
      return Outcome::result(woken);
    }
    case FUTEX_REQUEUE:
      return requeue(process, call, false);
    case FUTEX_CMP_REQUEUE:
      return requeue(process, call, true);
    default:
      return Outcome::refuse("with the operation " + std::to_string(operation));
  }
}

}  // namespace

std::span<const Handler> futex_handlers() {
  static constexpr std::array rows{Handler{SYS_futex, "futex", futex}};
  return rows;
}

}  // namespace whitewater::tools::virtual_time
