// The costs of calls, and who waits for what.
#include "tools/virtual/kernel/process.hpp"

#include <algorithm>
#include <ctime>

#include "tools/virtual/kernel/cost_model.hpp"
#include "tools/virtual/trace/process_status.hpp"

namespace whitewater::tools::virtual_time {

namespace {

// Where the clocks stand when a run begins. A monotonic clock that begins near zero surprises programs that subtract.
constexpr Duration monotonic_start = seconds(1'000);
constexpr Duration calendar_start = seconds(1'700'000'000);

Duration doubled(Duration cost, std::uint64_t times) {
  return cost * (std::int64_t{1} << std::min<std::uint64_t>(times, cost::doublings_max));
}

}  // namespace

Process::Process(Machine& of, pid_t id, Process* parent_)
    : machine(of), now(of.now), parent(parent_), memory(id), descriptors(id, of.sockets), id_(id) {}

std::optional<Duration> Process::shown_by(int clock, Time now) {
  const Duration since_start = now - Time{};
  switch (clock) {
    case CLOCK_REALTIME:
    case CLOCK_REALTIME_COARSE:
    case CLOCK_TAI:
      return calendar_start + since_start;
    case CLOCK_MONOTONIC:
    case CLOCK_MONOTONIC_RAW:
    case CLOCK_MONOTONIC_COARSE:
    case CLOCK_BOOTTIME:
      return monotonic_start + since_start;
    default:
      return std::nullopt;
  }
}

// Below 0 are those of a process or thread, as clock_getcpuclockid(3) names them.
bool Process::is_processor_time(int clock) {
  return clock == CLOCK_PROCESS_CPUTIME_ID || clock == CLOCK_THREAD_CPUTIME_ID || clock < 0;
}

std::optional<Duration> Process::shown(int clock) const {
  return is_processor_time(clock) ? used_ : shown_by(clock, now);
}

void Process::productive() {
  idle_ = fruitless_ = 0;
  spend(cost::productive_call);
}

void Process::called_something_else() {
  clock_reads_ = 0;
  if (++fruitless_ <= cost::fruitless_calls) return;
  const std::uint64_t further = fruitless_ - cost::fruitless_calls;
  spend(std::min(doubled(microseconds(1), further / cost::fruitless_doubling), cost::idle_wait));
}

void Process::idle() {
  ++idle_;
  spend(std::min(doubled(microseconds(1), idle_ / 16), cost::idle_wait));
}

bool Process::polls_without_end() const {
  return idle_ >= (machine.polls ? cost::idle_polls_known : cost::idle_polls);
}

void Process::read_clock() {
  ++clock_reads_;
  spend(std::min(doubled(cost::clock_read, clock_reads_ / cost::clock_reads_doubling), cost::idle_wait));
}

void Process::lend_clock(ClockReads& reads, Time until) const {
  reads.now = now.ns;
  reads.until = until.ns;
  reads.cost = cost::clock_read.ns;
  reads.in_a_row = clock_reads_;
  reads.in_a_row_max = cost::clock_reads_doubling - 1;
  reads.counts = {};
  for (std::size_t clock = 0; clock < reads.starts.size(); ++clock) {
    const std::optional<Duration> shown = shown_by(static_cast<int>(clock), Time{});
    reads.starts[clock] = shown ? shown->ns : -1;
  }
}

void Process::take_clock_back(const ClockReads& reads) {
  used_ = used_ + (Time{reads.now} - now);
  now = Time{reads.now};
  clock_reads_ = reads.in_a_row;
  for (const std::uint64_t count : reads.counts) machine.calls += count;
}

Thread& Process::add_thread(pid_t id) {
  const std::optional<SignalSets> sets = signal_sets(id);
  Thread& made = *threads_.emplace_back(std::make_unique<Thread>(*this, id, sets ? sets->number : id));
  go_on(made);
  return made;
}

Thread* Process::thread(pid_t id) {
  const auto found =
      std::find_if(threads_.begin(), threads_.end(), [&](const auto& each) { return each->id == id && !each->gone; });
  return found == threads_.end() ? nullptr : found->get();
}

pid_t Process::number() const {
  return threads_.front()->number;
}

Thread* Process::thread_named(pid_t number) {
  const auto found = std::find_if(threads_.begin(), threads_.end(),
                                  [&](const auto& each) { return each->number == number && !each->gone; });
  return found == threads_.end() ? nullptr : found->get();
}

void Process::wait(Thread& thread, WaitsFor what) {
  fruitless_ = 0;
  thread.waits_for = what;
  thread.place = ++waits_;
  thread.at_call = true;
}

void Process::go_on(Thread& thread, bool timed_out) {
  if (thread.queued || thread.gone) return;
  thread.waits_for = WaitsFor::nothing;
  thread.timed_out = timed_out;
  machine.enqueue(thread);
}

unsigned Process::wake_futex(std::uint64_t word, unsigned count, std::uint32_t bits) {
  std::vector<Thread*> waiting;
  for (const auto& each : threads_)
    if (each->waits_for == WaitsFor::futex && each->futex == word && (each->futex_bits & bits) != 0)
      waiting.push_back(each.get());
  std::sort(waiting.begin(), waiting.end(), [](const Thread* a, const Thread* b) { return a->place < b->place; });
  unsigned woken = 0;
  for (Thread* const each : waiting) {
    if (woken == count) break;
    each->woken = true;
    go_on(*each);
    ++woken;
  }
  return woken;
}

unsigned Process::requeue_futex(std::uint64_t word, std::uint64_t other, unsigned count) {
  unsigned moved = 0;
  for (const auto& each : threads_) {
    if (moved == count) break;
    if (each->waits_for != WaitsFor::futex || each->futex != word) continue;
    each->futex = other;
    ++moved;
  }
  return moved;
}

}  // namespace whitewater::tools::virtual_time
