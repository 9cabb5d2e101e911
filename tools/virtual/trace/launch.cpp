// Between fork and exec the child calls only what a signal handler may call: other threads may have been running.
#include "tools/virtual/trace/launch.hpp"

#include <fcntl.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>

#include "tools/virtual/trace/filter.hpp"

namespace whitewater::tools::virtual_time {

namespace {

constexpr int setup_failed = 126;

std::vector<char*> pointers(const std::vector<std::string>& words) {
  std::vector<char*> list;
  for (const std::string& word : words) list.push_back(const_cast<char*>(word.c_str()));
  list.push_back(nullptr);
  return list;
}

struct Prepared {
  const char* program;
  const char* folder;
  char** arguments;
  char** environment;
  int output;
  sock_fprog filter;
  pid_t parent;
  bool own_namespace;
};

void reset_signals() {
  struct sigaction plain {};
  plain.sa_handler = SIG_DFL;
  for (int signal = 1; signal < NSIG; ++signal) sigaction(signal, &plain, nullptr);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

bool set_descriptors(int output) {
  const int nothing = open("/dev/null", O_RDONLY);
  if (nothing < 0 || dup2(nothing, 0) < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0) return false;
  return syscall(SYS_close_range, 3u, ~0u, 0u) == 0;
}

[[noreturn]] void become(const Prepared& prepared) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  // In a namespace of its own the parent has no number.
  if (!prepared.own_namespace && getppid() != prepared.parent) _exit(setup_failed);
  reset_signals();
  if (chdir(prepared.folder) != 0 || !set_descriptors(prepared.output)) _exit(setup_failed);
  if (personality(ADDR_NO_RANDOMIZE) < 0) _exit(setup_failed);
  if (prctl(PR_SET_TSC, PR_TSC_SIGSEGV) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) _exit(setup_failed);
  if (ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) _exit(setup_failed);
  raise(SIGSTOP);
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prepared.filter) != 0) _exit(setup_failed);
  execve(prepared.program, prepared.arguments, prepared.environment);
  _exit(exec_failed);
}

// fork(), with a PID namespace of its own where that is allowed.
pid_t fork_apart(bool& own_namespace) {
  const unsigned long flags = CLONE_NEWPID | (geteuid() == 0 ? 0ul : static_cast<unsigned long>(CLONE_NEWUSER));
  const long child = syscall(SYS_clone, flags | SIGCHLD, nullptr, nullptr, nullptr, nullptr);
  own_namespace = child >= 0;
  return child >= 0 ? static_cast<pid_t>(child) : fork();
}

Error failed(const std::string& what, int code = errno) {
  return {what, std::generic_category().message(code)};
}

}  // namespace

Result<Launched> launch(const Launch& launch) {
  std::vector<std::string> words{launch.program};
  words.insert(words.end(), launch.arguments.begin(), launch.arguments.end());
  std::vector<char*> arguments = pointers(words);
  std::vector<char*> environment = pointers(launch.environment);
  std::vector<sock_filter> filter = call_filter(SECCOMP_RET_TRACE);
  Prepared prepared{launch.program.c_str(),
                    launch.folder.c_str(),
                    arguments.data(),
                    environment.data(),
                    launch.output,
                    {static_cast<unsigned short>(filter.size()), filter.data()},
                    getpid(),
                    true};
  Launched launched;
  launched.process = fork_apart(launched.own_namespace);
  if (launched.process < 0) return failed("a process for " + launch.program);
  if (launched.process == 0) {
    prepared.own_namespace = getppid() != prepared.parent;
    become(prepared);
  }
  int status = 0;
  if (waitpid(launched.process, &status, __WALL) != launched.process || !WIFSTOPPED(status))
    return Error{launch.program,
                 "expected that it can be traced (try `whitewater doctor`), found that its start failed"};
  constexpr long options =
      PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACESECCOMP | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
  if (ptrace(PTRACE_SETOPTIONS, launched.process, nullptr, options) != 0) {
    Error error = failed("tracing " + launch.program);
    kill(launched.process, SIGKILL);
    waitpid(launched.process, &status, __WALL);
    return error;
  }
  return launched;
}

}  // namespace whitewater::tools::virtual_time
