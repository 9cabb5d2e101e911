// One thread runs at a time, for a slice: so the order of everything is ours.
#include "tools/virtual/run/replica_process.hpp"

#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <ctime>
#include <utility>

#include "tools/virtual/kernel/cost_model.hpp"
#include "tools/virtual/kernel/signals.hpp"
#include "tools/virtual/trace/instruction_faults.hpp"
#include "tools/virtual/trace/program_start.hpp"

namespace whitewater::tools::virtual_time {

namespace {

// The processor's clock counts so many ticks a nanosecond.
constexpr std::uint64_t ticks = 2;

bool reads_clock(long number) {
  return number == SYS_clock_gettime || number == SYS_gettimeofday || number == SYS_time;
}

}  // namespace

std::string Ending::words() const {
  switch (kind) {
    case Kind::exited:
      return status == real::ExitStatus{exec_failed, 0} ? "could not be started, or exited with status 127"
                                                        : status.words();
    case Kind::refused:
      return "called " + call + ", which is not supported in virtual time";
    case Kind::stuck:
      break;
  }
  return "computed for seconds without a system call";
}

Result<std::unique_ptr<ReplicaProcess>> ReplicaProcess::start(const Setup& setup, Watchdog& watchdog) {
  Result<Launched> launched = launch(setup.launch);
  if (!launched) return launched.error();
  return std::unique_ptr<ReplicaProcess>(new ReplicaProcess(setup, std::move(launched.value()), watchdog));
}

ReplicaProcess::ReplicaProcess(const Setup& setup, Launched launched, Watchdog& watchdog)
    : process_({launched.process, setup.unique, setup.seed, setup.random_file}),
      tracer_(make_tracer(setup.launch.backend, std::move(launched.listener), watchdog)) {
  process_.simulator_port = setup.simulator_port;
  process_.add_thread(launched.process);
}

ReplicaProcess::~ReplicaProcess() {
  reap();
}

void ReplicaProcess::run(Time now) {
  process_.departed.clear();
  process_.now = std::max(process_.now, now);
  const Time limit = process_.now + cost::turn;
  while (!ending_) {
    wake_due();
    wake_ready();
    Thread* const thread = process_.next_to_run();
    if (thread == nullptr) return;
    slice(*thread, std::min(limit, process_.now + cost::slice));
    if (process_.now >= limit) return;
  }
}

Time ReplicaProcess::next_turn() const {
  if (ending_) return time_never;
  Time next = time_never;
  for (const auto& thread : process_.threads()) {
    if (thread->gone) continue;
    if (thread->queued) return process_.now;
    next = std::min(next, thread->deadline);
  }
  for (const auto& [descriptor, timer] : process_.descriptors.timers()) next = std::min(next, timer.due);
  for (const auto& [number, timer] : process_.alarms) next = std::min(next, timer.due);
  return std::max(next, process_.now);
}

void ReplicaProcess::wake_due() {
  for (const auto& thread : process_.threads())
    if (thread->waits_for != WaitsFor::nothing && thread->deadline <= process_.now) process_.go_on(*thread, true);
  expire_alarms(process_);
  for (auto& [descriptor, timer] : process_.descriptors.timers()) {
    if (timer.due > process_.now) continue;
    std::uint64_t count = 1;
    if (timer.interval > Duration{}) {
      count += static_cast<std::uint64_t>((process_.now - timer.due).ns / timer.interval.ns);
      timer.due = timer.due + timer.interval * static_cast<std::int64_t>(count);
    } else {
      timer.due = time_never;
    }
    (void)!write(timer.event.get(), &count, sizeof count);
  }
}

// What a thread did may be what another waits for: it wrote to a pipe, or to an eventfd.
void ReplicaProcess::wake_ready() {
  for (const auto& thread : process_.threads())
    if (thread->waits_for == WaitsFor::descriptors && finds_ready(process_, *thread)) process_.go_on(*thread);
}

void ReplicaProcess::slice(Thread& thread, Time until) {
  if (std::exchange(thread.at_call, false) && !carry_out(thread)) return;
  int signal = 0;
  while (process_.now < until) {
    const Stop stop = tracer_->run(thread.id, std::exchange(signal, 0));
    if (!take(thread, stop, signal)) return;
  }
  process_.go_on(thread);
}

// False: the thread's slice is over.
bool ReplicaProcess::take(Thread& thread, const Stop& stop, int& signal) {
  switch (stop.kind) {
    case Stop::Kind::call:
      return take_call(thread, stop.call);
    case Stop::Kind::created:
      process_.add_thread(stop.child).clear_at_exit = cleared_at_exit(process_, thread.call);
      return true;
    case Stop::Kind::replaced:
      return replaced(thread);
    case Stop::Kind::fault:
      return fault(thread, signal);
    case Stop::Kind::signal:
      signal = stop.signal;
      return signalled(thread, signal);
    case Stop::Kind::exited:
      thread.id = 0;  // the number may be another's now
      return exited(thread, stop.status);
    case Stop::Kind::stuck:
      end({Ending::Kind::stuck, process_.now, {}, {}});
      return false;
  }
  return false;
}

bool ReplicaProcess::take_call(Thread& thread, const Call& call) {
  ++process_.calls;
  if (!reads_clock(call.number)) process_.called_something_else();
  thread.call = call;
  thread.deadline = time_never;
  thread.deadline_set = thread.timed_out = thread.woken = thread.polls_idly = false;
  return carry_out(thread);
}

bool ReplicaProcess::carry_out(Thread& thread) {
  const Handler* const handler = handler_of(thread.call.number);
  if (handler == nullptr) return refuse(call_name(thread.call.number));
  Outcome outcome = handler->handle(process_, thread);
  if (outcome.kind == Outcome::Kind::wait && comes_signal(thread))
    if (std::optional<Outcome> cut_short = interrupted(process_, thread)) {
      thread.waits_for = WaitsFor::nothing;
      thread.at_call = false;
      outcome = std::move(*cut_short);
    }
  switch (outcome.kind) {
    case Outcome::Kind::result:
      tracer_->answer(thread.id, outcome.value);
      return true;
    case Outcome::Kind::native:
      return true;
    case Outcome::Kind::give:
      return give(thread, *handler, outcome.descriptor);
    case Outcome::Kind::wait:
      return false;
    case Outcome::Kind::interrupt:
      tracer_->interrupt(thread.id, outcome.value != 0);
      return true;
    case Outcome::Kind::yield:
      tracer_->answer(thread.id, outcome.value);
      process_.go_on(thread);
      return false;
    case Outcome::Kind::retire:
      return exited(thread, 0);
    case Outcome::Kind::end:
      return ended(static_cast<int>(outcome.value));
    case Outcome::Kind::refuse:
      return refuse(std::string(handler->name) + " " + outcome.why);
  }
  return false;
}

// Cheap for processes to which nobody ever sent a signal.
bool ReplicaProcess::comes_signal(Thread& thread) {
  return std::exchange(thread.signalled, false) || (process_.was_signalled && has_mask(thread.call));
}

bool ReplicaProcess::give(Thread& thread, const Handler& handler, const NewDescriptor& descriptor) {
  const long number = tracer_->give(thread.id, descriptor);
  if (number < 0) return true;  // the program was told so
  process_.descriptors.forget(static_cast<int>(number));
  if (handler.given != nullptr) handler.given(process_, thread, static_cast<int>(number));
  return true;
}

bool ReplicaProcess::replaced(Thread& thread) {
  if (thread.id != process_.id()) return refuse("execve in a second thread");
  for (const auto& each : process_.threads()) each->gone = each.get() != &thread;
  process_.descriptors.forget_all();
  prepare_program(thread.id, process_.memory, {process_.random(), process_.random()});
  return true;
}

bool ReplicaProcess::fault(Thread& thread, int& signal) {
  switch (faulted_instruction(thread.id, process_.memory)) {
    case Instruction::clock: {
      process_.read_clock();
      const Duration shown = *Process::shown_by(CLOCK_MONOTONIC, process_.now);
      answer_clock(thread.id, process_.memory, static_cast<std::uint64_t>(shown.ns) * ticks);
      return true;
    }
    case Instruction::processor:
      answer_processor(thread.id);
      return true;
    case Instruction::none:
      break;
  }
  signal = SIGSEGV;
  return signalled(thread, signal);
}

// As process 1 of its namespace a program would survive signals that end any other: so what ends it is decided here.
bool ReplicaProcess::signalled(const Thread& thread, int& signal) {
  if (signal == 0) return true;
  const auto sent = std::find_if(process_.sent.begin(), process_.sent.end(), [&](const SentSignal& each) {
    return each.information.si_signo == signal && (each.thread == 0 || each.thread == thread.id);
  });
  if (sent != process_.sent.end()) {
    show_signal(thread.id, sent->information);
    process_.sent.erase(sent);
  }
  if (handles(signal)) return true;
  if (default_action(signal) == DefaultAction::ignore) {
    signal = 0;
    return true;
  }
  return ended(signal);
}

bool ReplicaProcess::handles(int signal) const {
  const std::optional<SignalSets> sets = signal_sets(process_.id());
  return sets && ((sets->caught | sets->ignored) & only(signal)) != 0;
}

bool ReplicaProcess::exited(Thread& thread, int status) {
  thread.gone = true;
  if (thread.clear_at_exit != 0) process_.wake_futex(thread.clear_at_exit, ~0u, ~0u);
  const bool others =
      std::any_of(process_.threads().begin(), process_.threads().end(), [](const auto& each) { return !each->gone; });
  if (others && !(WIFSIGNALED(status))) return false;
  return ended(status);
}

bool ReplicaProcess::ended(int status) {
  const bool by_signal = WIFSIGNALED(status);
  end({Ending::Kind::exited,
       process_.now,
       {by_signal ? 0 : WEXITSTATUS(status), by_signal ? WTERMSIG(status) : 0},
       {}});
  return false;
}

bool ReplicaProcess::refuse(std::string what) {
  end({Ending::Kind::refused, process_.now, {}, std::move(what)});
  return false;
}

void ReplicaProcess::end(Ending ending) {
  ending_ = std::move(ending);
  reap();
}

// A dying thread may stop once more, and threads end in no fixed order.
void ReplicaProcess::reap() {
  if (std::exchange(reaped_, true)) return;
  kill(process_.id(), SIGKILL);
  for (bool left = true; left;) {
    left = false;
    bool any = false;
    for (const auto& thread : process_.threads()) {
      if (thread->id == 0) continue;
      int status = 0;
      const pid_t got = waitpid(thread->id, &status, __WALL | WNOHANG);
      const bool over = got < 0 || (got == thread->id && (WIFEXITED(status) || WIFSIGNALED(status)));
      if (got == thread->id && !over) ptrace(PTRACE_CONT, thread->id, nullptr, nullptr);
      if (over) thread->id = 0;
      left |= !over;
      any |= over;
    }
    if (left && !any) {
      const timespec moment{0, 20'000};
      nanosleep(&moment, nullptr);
    }
  }
}

}  // namespace whitewater::tools::virtual_time
