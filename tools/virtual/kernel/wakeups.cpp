// Processes in the order in which they were made, their threads likewise.
#include "tools/virtual/kernel/wakeups.hpp"

#include <unistd.h>

#include <algorithm>

#include "tools/virtual/kernel/handlers.hpp"
#include "tools/virtual/kernel/process.hpp"

namespace whitewater::tools::virtual_time {

namespace {

void expire(VirtualTimer& timer, Time now) {
  const auto count = static_cast<std::uint64_t>(timer.expire(now));
  (void)!write(timer.event.get(), &count, sizeof count);
}

// A wait for descriptors is over when nothing can arrive any more before its deadline.
Time reached(const Machine& machine, const Thread& thread) {
  return thread.waits_for == WaitsFor::descriptors ? machine.heard_until : machine.now;
}

void wake_due(Process& process) {
  for (const auto& thread : process.threads()) {
    const bool worked = thread->waits_for == WaitsFor::processor_time && process.used() >= thread->work_deadline;
    if (worked || (thread->waits_for != WaitsFor::nothing && thread->deadline <= reached(process.machine, *thread)))
      process.go_on(*thread, true);
  }
  expire_alarms(process);
  for (const auto& [descriptor, timer] : process.descriptors.timers())
    if (timer->due <= process.now) expire(*timer, process.now);
}

}  // namespace

void wake(Machine& machine) {
  for (const auto& process : machine.processes())
    if (process->state == Process::State::runs) wake_due(*process);
  // What a thread did may be what another waits for: it wrote to a pipe, or to an eventfd.
  for (const auto& process : machine.processes())
    for (const auto& thread : process->threads())
      if (thread->waits_for == WaitsFor::descriptors && finds_ready(*process, *thread)) process->go_on(*thread);
}

Time next_wakeup(const Machine& machine) {
  Time next = time_never;
  for (const auto& process : machine.processes()) {
    if (process->state != Process::State::runs) continue;
    for (const auto& thread : process->threads()) {
      if (thread->gone) continue;
      if (thread->queued) return machine.now;
      next = std::min(next, thread->deadline);
    }
    for (const auto& [descriptor, timer] : process->descriptors.timers()) next = std::min(next, timer->due);
    for (const auto& [number, timer] : process->alarms)
      if (!Process::is_processor_time(timer.clock)) next = std::min(next, timer.due);  // else nothing of it passes
  }
  return std::max(next, machine.now);
}

}  // namespace whitewater::tools::virtual_time
