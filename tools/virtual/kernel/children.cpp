// For the kernel the supervisor is who learns of an end, and it never passes that on: so parents learn of it here, at
// a virtual instant. See wait(2), and sigaction(2) for who ignores SIGCHLD.
#include "tools/virtual/kernel/children.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <utility>

#include "tools/virtual/kernel/machine_view.hpp"
#include "tools/virtual/kernel/signals.hpp"

namespace whitewater::tools::virtual_time {

namespace {

// Whether the parent of such a process wants to know nothing of its children.
bool ignores_children(const Process& parent) {
  const std::optional<SignalSets> sets = signal_sets(parent.id());
  return sets && (sets->ignored & only(SIGCHLD)) != 0;
}

}  // namespace

siginfo_t end_information(const Process& child) {
  siginfo_t information{};
  information.si_signo = SIGCHLD;
  information.si_code = WIFEXITED(child.status) ? CLD_EXITED : CLD_KILLED;
  information.si_pid = child.number();
  information.si_uid = user;
  information.si_status = WIFEXITED(child.status) ? WEXITSTATUS(child.status) : WTERMSIG(child.status);
  return information;
}

void release_maker(Process& process) {
  if (Thread* const maker = std::exchange(process.awaited_by, nullptr)) maker->process.go_on(*maker);
}

void note_end(Process& process, int status) {
  process.state = Process::State::ended;
  process.status = status;
  process.ended_as = ++process.machine.ends;
  for (const auto& thread : process.threads()) thread->gone = true;
  process.alarms.clear();
  process.descriptors.close_all();
  process.memory.renew();
  release_maker(process);
  for (const auto& each : process.machine.processes()) {
    if (each->parent != &process) continue;
    each->parent = nullptr;
    if (each->state == Process::State::ended) each->state = Process::State::gone;
  }
  Process* const parent = process.parent;
  if (parent == nullptr || ignores_children(*parent)) process.state = Process::State::gone;
  if (parent == nullptr) return;
  for (const auto& thread : parent->threads())
    if (thread->waits_for == WaitsFor::child) parent->go_on(*thread);
  send_signal(*parent, nullptr, end_information(process));
}

}  // namespace whitewater::tools::virtual_time
