// A child tries, and its exit status is the errno of what failed. It calls only what a signal handler may.
#include "tools/virtual/doctor/probes.hpp"

#include <linux/audit.h>
#include <linux/seccomp.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <system_error>

#include "tools/virtual/trace/clock_instructions.hpp"
#include "tools/virtual/trace/launch.hpp"
#include "tools/virtual/trace/program_start.hpp"
#include "tools/virtual/trace/trial.hpp"

namespace whitewater::tools::virtual_time {

namespace {

int of(long result) {
  return result < 0 ? errno : 0;
}

// A further child that waits until it is killed.
pid_t sleeper() {
  const pid_t child = fork();
  if (child == 0)
    for (;;) pause();
  return child;
}
int end(pid_t child, int result) {
  int status = 0;
  kill(child, SIGKILL);
  waitpid(child, &status, __WALL);
  return result;
}

int try_seccomp() {
  sock_filter allow{BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW};
  const sock_fprog filter{1, &allow};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
  return of(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter));
}

int try_ptrace() {
  const pid_t child = fork();
  if (child < 0) return errno;
  if (child == 0) {
    if (ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) _exit(errno);
    raise(SIGSTOP);
    _exit(0);
  }
  int status = 0;
  if (waitpid(child, &status, __WALL) != child) return errno;
  if (WIFEXITED(status)) return WEXITSTATUS(status);
  constexpr long options = PTRACE_O_TRACESECCOMP | PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL;
  const int result = of(ptrace(PTRACE_SETOPTIONS, child, nullptr, options));
  return end(child, result);
}

int try_descriptors() {
  const pid_t child = sleeper();
  if (child < 0) return errno;
  const long handle = syscall(SYS_pidfd_open, child, 0);
  if (handle < 0) return end(child, errno);
  std::array<int, 2> pipe_ends{};
  const int got = of(pipe(pipe_ends.data())) != 0 ? errno : 0;
  if (got != 0) return end(child, got);
  return end(child, of(syscall(SYS_pidfd_getfd, handle, 1, 0)));
}

int try_memory() {
  const pid_t child = sleeper();
  if (child < 0) return errno;
  long word = 0;
  iovec place{&word, sizeof word};
  return end(child, of(process_vm_readv(child, &place, 1, &place, 1, 0)));
}

int try_layout() {
  return of(personality(ADDR_NO_RANDOMIZE));
}

int try_clock() {
  return of(prctl(PR_SET_TSC, PR_TSC_SIGSEGV));
}

int try_processor() {
  return of(syscall(SYS_arch_prctl, set_cpuid, 0));
}

int try_namespace() {
  const pid_t child = fork_in_namespace();
  if (child == 0) _exit(0);
  return child < 0 ? errno : end(child, 0);
}

struct Row {
  Probe probe;
  int (*attempt)();
};

constexpr std::string_view nothing_runs = "nothing can be run";

// The order of a report.
std::vector<Row> rows() {
  using Need = Probe::Need;
  return {
      {{"seccomp", "filters of system calls (seccomp)", Need::always, nothing_runs, false, {}, {}}, try_seccomp},
      {{"ptrace", "tracing (ptrace)", Need::always, nothing_runs, false, {}, {}}, try_ptrace},
      {{"descriptors", "copies of descriptors (pidfd_getfd)", Need::always, nothing_runs, false, {}, {}},
       try_descriptors},
      {{"memory", "memory of another process (process_vm_readv)", Need::always, nothing_runs, false, {}, {}},
       try_memory},
      {{"layout", "addresses that are not random (personality)", Need::always, nothing_runs, false, {}, {}},
       try_layout},
      {{"clock", "a processor's clock that stops its reader (PR_SET_TSC)", Need::always, nothing_runs, false, {}, {}},
       try_clock},
      {{"clock_reads",
        "a reader of the processor's clock is really stopped (rdtsc)",
        Need::for_repeats,
        "rdtsc and rdtscp in a program's code are replaced when it starts; code that it makes itself may still use "
        "them",
        false,
        {},
        {}},
       try_stopped_clock},
      {{"user_notification",
        "notifications of system calls (seccomp, Linux 5.19)",
        Need::notify_only,
        "the back end ptrace is used: the same runs, slower",
        false,
        {},
        {}},
       try_notification},
      {{"pid_namespace",
        "process ids of its own (PID namespace)",
        Need::for_repeats,
        "a program that uses its process id differs from run to run",
        false,
        {},
        {}},
       try_namespace},
      {{"cpuid",
        "a random generator of the processor that can be hidden (CPUID faulting)",
        Need::for_repeats,
        "rdrand and rdseed in a program's code are replaced when it starts; code that it makes itself may still use "
        "them",
        false,
        {},
        {}},
       try_processor},
  };
}

std::string remedy_for(std::string_view name, int error) {
  const bool forbidden = error == EPERM || error == EACCES || error == did_not_end;
  if (name == "cpuid" || name == "clock_reads")
    return "none on this machine: the processor, or what virtualises it, does not offer it";
  if (error == ENOSYS || error == EINVAL) return "a newer kernel (Linux 5.6; with user notification 5.19)";
  if (!forbidden) return "";
  if (name == "ptrace" || name == "descriptors" || name == "memory")
    return "in a container: docker run --cap-add SYS_PTRACE --security-opt seccomp=unconfined; "
           "elsewhere: sysctl kernel.yama.ptrace_scope=1";
  if (name == "pid_namespace") return "run it as root, or sysctl kernel.unprivileged_userns_clone=1";
  return "in a container: docker run --security-opt seccomp=unconfined";
}

std::string line_of(const char* path, std::string_view begin) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(begin)) return line.substr(begin.size());
  return "";
}

std::string confinement() {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
  if (line_of("/proc/self/status", "Seccomp:\t") == "2") add("a filter of system calls, as containers have");
  const std::string scope = line_of("/proc/sys/kernel/yama/ptrace_scope", "");
  if (!scope.empty() && scope != "0" && scope != "1") add("kernel.yama.ptrace_scope=" + scope);
  return text;
}

}  // namespace

bool Examination::works() const {
  return std::all_of(probes.begin(), probes.end(),
                     [](const Probe& each) { return each.works || each.need != Probe::Need::always; });
}

Backend Examination::backend() const {
  const bool notify = std::all_of(probes.begin(), probes.end(), [](const Probe& each) {
    return each.works || each.need != Probe::Need::notify_only;
  });
  return notify ? Backend::notify : Backend::ptrace;
}

Examination examine() {
  Examination found;
  utsname machine{};
  uname(&machine);
  found.kernel = std::string(machine.release) + " on " + machine.machine;
  found.confinement = confinement();
  for (Row& row : rows()) {
    const int error = attempt(row.attempt);
    row.probe.works = error == 0;
    if (error != 0) {
      row.probe.found = error == did_not_end ? "it was killed" : std::generic_category().message(error);
      row.probe.remedy = remedy_for(row.probe.name, error);
    }
    found.probes.push_back(std::move(row.probe));
  }
  return found;
}

}  // namespace whitewater::tools::virtual_time
