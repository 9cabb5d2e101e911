// One thread runs at a time, for a slice: so the order of everything is ours.
#include "tools/virtual/run/replica_process.hpp"

#include <sys/syscall.h>
#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <utility>

#include "core/base/hash.hpp"
#include "core/base/random.hpp"
#include "tools/virtual/kernel/children.hpp"
#include "tools/virtual/kernel/cost_model.hpp"
#include "tools/virtual/kernel/signals.hpp"
#include "tools/virtual/kernel/wakeups.hpp"
#include "tools/virtual/run/reaper.hpp"
#include "tools/virtual/run/whereabouts.hpp"
#include "tools/virtual/trace/code_patch.hpp"
#include "tools/virtual/trace/instruction_faults.hpp"
#include "tools/virtual/trace/sanitizer.hpp"

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
      return began ? status.words() : "could not be started";
    case Kind::refused:
      return "called " + call + " (" + where + "), which is not supported in virtual time";
    case Kind::stuck:
      return "computed for seconds without a system call (" + where + ")";
    case Kind::lost:
      break;
  }
  return "was killed from outside of the run: by a person, or by the system for want of memory";
}

Result<std::unique_ptr<ReplicaProcess>> ReplicaProcess::start(const Setup& setup, Watchdog& watchdog) {
  Result<Launched> launched = launch(setup.launch);
  if (!launched) return launched.error();
  return std::unique_ptr<ReplicaProcess>(new ReplicaProcess(setup, std::move(launched.value()), watchdog));
}

ReplicaProcess::ReplicaProcess(const Setup& setup, Launched launched, Watchdog& watchdog)
    : machine_({setup.unique, setup.seed, setup.random_file, setup.simulator_port, setup.output, setup.variant,
                setup.id, setup.opened}),
      census_(setup.census),
      memory_bytes_(setup.launch.memory_bytes),
      tracer_(make_tracer(setup.launch.backend, std::move(launched.listener), watchdog)),
      clock_calls_(setup.launch.clock_calls),
      patch_(setup.patch) {
  if (!setup.launch.clock_page.empty()) clock_ = ClockPage::make(setup.launch.clock_page);
  generator() = hash_words(setup.seed, stream("processor"));
  machine_.now = setup.started;
  machine_.add_process(launched.process, nullptr).add_thread(launched.process);
}

// In the page of the clocks, where detours draw from it.
std::uint64_t& ReplicaProcess::generator() {
  return clock_ == nullptr ? generator_ : clock_->reads().generator;
}

ReplicaProcess::~ReplicaProcess() {
  if (!ending_) end_all(machine_);
}

void ReplicaProcess::run(Time now) {
  machine_.departed.clear();
  machine_.now = std::max(machine_.now, now);
  machine_.heard_until = now;
  const Time limit = machine_.now + cost::turn;
  while (!ending_) {
    wake(machine_);
    Thread* const thread = machine_.next_to_run();
    if (thread == nullptr) return;
    slice(*thread, std::min(limit, machine_.now + cost::slice));
    if (machine_.now >= limit) return;
  }
}

void ReplicaProcess::slice(Thread& thread, Time until) {
  if (std::exchange(thread.at_call, false) && !carry_out(thread)) return;
  int signal = 0;
  while (machine_.now < until) {
    const Stop stop = run_to_stop(thread, until, std::exchange(signal, 0));
    if (!take(thread, stop, signal)) return;
  }
  thread.process.go_on(thread);
}

// On its way it may read clocks without a stop; each such read counts as the call that it replaces.
Stop ReplicaProcess::run_to_stop(Thread& thread, Time until, int signal) {
  if (clock_ == nullptr) return tracer_->run(thread.id, signal);
  thread.process.lend_clock(clock_->reads(), until);
  const Stop stop = tracer_->run(thread.id, signal);
  thread.process.take_clock_back(clock_->reads());
  return stop;
}

// False: the thread's slice is over.
bool ReplicaProcess::take(Thread& thread, const Stop& stop, int& signal) {
  switch (stop.kind) {
    case Stop::Kind::call:
      return take_call(thread, stop.call);
    case Stop::Kind::created:
      return created(thread, stop);
    case Stop::Kind::replaced:
      return replaced(thread);
    case Stop::Kind::fault:
      return fault(thread, signal);
    case Stop::Kind::signal:
      if (stop.signal == SIGILL && answer_generator(thread.id, thread.process.memory, generator())) return true;
      signal = stop.signal;
      return signalled(thread, signal);
    case Stop::Kind::exited:
      thread.id = 0;  // the number may be another's now
      return exited(thread, stop.status);
    case Stop::Kind::stuck:
      end({Ending::Kind::stuck, machine_.now, {}, {}, whereabouts(thread) + ", " + code_place(thread)});
      return false;
  }
  return false;
}

bool ReplicaProcess::created(Thread& thread, const Stop& stop) {
  const std::uint64_t clears = cleared_at_exit(thread.process, thread.call);
  if (stop.made == Stop::Child::thread) {
    thread.process.add_thread(stop.child).clear_at_exit = clears;
    return true;
  }
  Process& made = machine_.add_process(stop.child, &thread.process);
  made.add_thread(stop.child).clear_at_exit = clears;
  made.descriptors.inherit(thread.process.descriptors);
  if (stop.made == Stop::Child::process) return true;
  made.awaited_by = &thread;
  return false;
}

bool ReplicaProcess::take_call(Thread& thread, const Call& call) {
  ++machine_.calls;
  if (!reads_clock(call.number)) thread.process.called_something_else();
  thread.call = call;
  if (patches_code()) watch_code(thread);
  thread.deadline = time_never;
  thread.written = 0;
  thread.deadline_set = thread.timed_out = thread.woken = thread.polls_idly = thread.polled_known = false;
  return carry_out(thread);
}

bool ReplicaProcess::carry_out(Thread& thread) {
  const Handler* const handler = handler_of(thread.call.number);
  if (handler == nullptr) {
    if (census_ != nullptr) census_->count(thread.call.number, Census::Fate::refused);
    return refuse(thread, call_name(thread.call.number));
  }
  Outcome outcome = handler->handle(thread.process, thread);
  if (!machine_.doomed.empty()) end_doomed();
  if (ending_ || thread.gone) return false;
  // A signal cuts no call short that must not block.
  if (outcome.kind == Outcome::Kind::wait && thread.deadline > machine_.now && comes_signal(thread))
    if (std::optional<Outcome> cut_short = interrupted(thread.process, thread)) {
      thread.waits_for = WaitsFor::nothing;
      thread.at_call = false;
      outcome = std::move(*cut_short);
    }
  if (census_ != nullptr) count(thread.call, outcome);
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
      thread.process.go_on(thread);
      return false;
    case Outcome::Kind::retire:
      return exited(thread, 0);
    case Outcome::Kind::end:
      return ended(thread.process, static_cast<int>(outcome.value));
    case Outcome::Kind::refuse:
      return refuse(thread, std::string(handler->name) + " " + outcome.why);
  }
  return false;
}

// A call that waits is counted when it has an end.
void ReplicaProcess::count(const Call& call, const Outcome& outcome) {
  if (outcome.kind == Outcome::Kind::wait) return;
  const bool native = outcome.kind == Outcome::Kind::native;
  const bool refused = outcome.kind == Outcome::Kind::refuse;
  census_->count(call.number, refused ? Census::Fate::refused : native ? Census::Fate::native : Census::Fate::handled);
}

// Cheap for processes to which nobody ever sent a signal.
bool ReplicaProcess::comes_signal(Thread& thread) {
  return std::exchange(thread.signalled, false) || (thread.process.was_signalled && has_mask(thread.call));
}

bool ReplicaProcess::give(Thread& thread, const Handler& handler, const NewDescriptor& descriptor) {
  const long number = tracer_->give(thread.id, descriptor);
  if (number < 0) return true;  // the program was told so
  thread.process.descriptors.forget(static_cast<int>(number));
  if (handler.given != nullptr) handler.given(thread.process, thread, static_cast<int>(number));
  return true;
}

bool ReplicaProcess::replaced(Thread& thread) {
  Process& process = thread.process;
  process.memory.renew();
  began_ = true;
  process.descriptors.replaced();
  std::erase_if(process.alarms, [](const auto& alarm) { return alarm.first >= 0; });
  release_maker(process);
  sees_generator_ = !tracer_->prepare(
      thread.id, {{machine_.random(), machine_.random()}, clock_ == nullptr ? "" : clock_->path(), clock_calls_});
  if (patches_code()) patch_->apply(process.id(), sees_generator_);
  if (memory_bytes_ != 0 && has_shadow_memory(process.id())) lift_memory_limit(process.id());
  return true;
}

// A library is opened, mapped and closed.
void ReplicaProcess::watch_code(const Thread& thread) {
  const bool opens = thread.call.number == SYS_openat || thread.call.number == SYS_open;
  if (opens) {
    const std::optional<std::string> path = thread.process.memory.text(thread.call[thread.call.number == SYS_openat]);
    loads_code_ = loads_code_ || (path && path->find(".so") != std::string::npos);
  } else if (thread.call.number == SYS_close && std::exchange(loads_code_, false)) {
    patch_->apply(thread.process.id(), sees_generator_);
  }
}

bool ReplicaProcess::fault(Thread& thread, int& signal) {
  switch (faulted_instruction(thread.id, thread.process.memory)) {
    case Instruction::clock: {
      thread.process.read_clock();
      const Duration shown = *Process::shown_by(CLOCK_MONOTONIC, machine_.now);
      answer_clock(thread.id, thread.process.memory, static_cast<std::uint64_t>(shown.ns) * ticks);
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
  Process& process = thread.process;
  const auto sent = std::find_if(process.sent.begin(), process.sent.end(), [&](const SentSignal& each) {
    return each.information.si_signo == signal && (each.thread == 0 || each.thread == thread.id);
  });
  if (sent != process.sent.end()) {
    show_signal(thread.id, sent->information);
    process.sent.erase(sent);
  }
  if (handles(process, signal)) return true;
  if (default_action(signal) == DefaultAction::ignore) {
    signal = 0;
    return true;
  }
  return ended(process, signal);
}

bool ReplicaProcess::handles(const Process& process, int signal) {
  const std::optional<SignalSets> sets = signal_sets(process.id());
  return sets && ((sets->caught | sets->ignored) & only(signal)) != 0;
}

bool ReplicaProcess::exited(Thread& thread, int status) {
  thread.gone = true;
  if (thread.clear_at_exit != 0) thread.process.wake_futex(thread.clear_at_exit, ~0u, ~0u);
  const auto& threads = thread.process.threads();
  const bool others = std::any_of(threads.begin(), threads.end(), [](const auto& each) { return !each->gone; });
  if (others && !(WIFSIGNALED(status))) return false;
  // What a program does to itself, or another of its processes to it, is carried out here: this was somebody else.
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) {
    end({Ending::Kind::lost, machine_.now, {}, {}, {}});
    return false;
  }
  // The filter ends a process that makes a call of another architecture.
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
    return refuse(thread, "the kernel by its interface of 32 bits");
  return ended(thread.process, status);
}

// The first process is the replica: what is left of it does not outlive that.
bool ReplicaProcess::ended(Process& process, int status) {
  if (&process != &machine_.first()) {
    end_process(process);
    note_end(process, status);
    return false;
  }
  note_memory();
  const bool by_signal = WIFSIGNALED(status);
  end({Ending::Kind::exited,
       machine_.now,
       {by_signal ? 0 : WEXITSTATUS(status), by_signal ? WTERMSIG(status) : 0},
       {},
       {},
       began_});
  return false;
}

// What ends near its limit probably ended for it.
void ReplicaProcess::note_memory() {
  const std::uint64_t most = most_memory(machine_.first().id());
  if (memory_bytes_ != 0 && most > memory_bytes_ / 4 * 3)
    machine_.remark("used " + std::to_string(most >> 20) + " MiB of memory, and may have " +
                    std::to_string(memory_bytes_ >> 20) + " MiB (program.memory)");
}

void ReplicaProcess::end_doomed() {
  while (!machine_.doomed.empty() && !ending_) {
    Process* const process = machine_.doomed.back();
    machine_.doomed.pop_back();
    if (process->state == Process::State::runs) ended(*process, SIGKILL);
  }
}

bool ReplicaProcess::refuse(const Thread& thread, const std::string& what) {
  end({Ending::Kind::refused, machine_.now, {}, what, whereabouts(thread)});
  return false;
}

void ReplicaProcess::end(Ending ending) {
  ending_ = std::move(ending);
  end_all(machine_);
}

}  // namespace whitewater::tools::virtual_time
