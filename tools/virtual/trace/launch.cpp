// Between fork and exec the child calls only what a signal handler may call: other threads may have been running.
#include "tools/virtual/trace/launch.hpp"

#include <fcntl.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "tools/real/process/child_setup.hpp"
#include "tools/real/process/system_error.hpp"
#include "tools/virtual/trace/filter.hpp"

namespace whitewater::tools::virtual_time {

namespace {

constexpr int setup_failed = 126;

struct Prepared {
  const char* program;
  const char* folder;
  char** arguments;
  char** environment;
  int output;
  int errors;
  std::uint64_t memory_bytes;
  std::string room;  // of its temporary files, as an option of tmpfs
  Backend backend;
  sock_fprog filter;
  pid_t parent;
  std::string user, group;  // itself in a namespace of users
};

bool set_descriptors(int output, int errors) {
  const int nothing = open("/dev/null", O_RDONLY);
  if (nothing < 0 || dup2(nothing, 0) < 0 || dup2(output, 1) < 0 || dup2(errors, 2) < 0) return false;
  return syscall(SYS_close_range, 3u, ~0u, 0u) == 0;
}

void limit(__rlimit_resource_t resource, rlim_t bytes) {
  rlimit current{};
  if (getrlimit(resource, &current) != 0) return;
  current.rlim_cur = std::min(bytes, current.rlim_max);
  setrlimit(resource, &current);
}

// The same everywhere: the size of the stack says where the rest of the memory is, and how many files may be open says
// how many descriptors a program closes one by one.
void set_limits(std::uint64_t memory_bytes) {
  limit(RLIMIT_STACK, rlim_t{8} << 20);
  limit(RLIMIT_NOFILE, 1'024);
  limit(RLIMIT_CORE, 0);
  if (memory_bytes == 0) return;
  limit(RLIMIT_DATA, memory_bytes);
  limit(RLIMIT_FSIZE, memory_bytes);  // a file that grows without end fills no disk
}

bool write_file(const char* path, const std::string& text) {
  const int file = open(path, O_WRONLY);
  const bool written = file >= 0 && write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (file >= 0) close(file);
  return written;
}

// In a namespace of users nobody may make files before a user has a number there.
void keep_user(const Prepared& prepared) {
  write_file("/proc/self/setgroups", "deny");
  write_file("/proc/self/gid_map", prepared.group);
  write_file("/proc/self/uid_map", prepared.user);
}

// Files among the temporary ones, and those of shared memory and semaphores, are this process's own, and gone after it:
// a run that ends them by force leaves nothing that the next run would find. Where no mount is allowed they are the
// machine's.
void mount_own_temporary_files(const Prepared& prepared) {
  if (mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return;
  mount("whitewater", temporary_files, "tmpfs", MS_NOSUID | MS_NODEV, prepared.room.c_str());
}

// For whoever reads what the program prints.
void tell(const char* why) {
  const char* const text = why == nullptr ? "it cannot be executed" : why;
  (void)!write(STDERR_FILENO, text, std::strlen(text));
}

[[noreturn]] void become(const Prepared& prepared) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  // In a namespace of its own the parent has the number 0; any other is not the parent's: that ended before prctl.
  const pid_t parent = getppid();
  if (parent != 0 && parent != prepared.parent) _exit(setup_failed);
  if (parent == 0 && !prepared.user.empty()) keep_user(prepared);
  real::reset_signals();
  set_limits(prepared.memory_bytes);
  if (parent == 0) mount_own_temporary_files(prepared);
  if (chdir(prepared.folder) != 0 || !set_descriptors(prepared.output, prepared.errors)) _exit(setup_failed);
  if (personality(ADDR_NO_RANDOMIZE) < 0) _exit(setup_failed);
  if (prctl(PR_SET_TSC, PR_TSC_SIGSEGV) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) _exit(setup_failed);
  if (ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) _exit(setup_failed);
  raise(SIGSTOP);
  const bool filtered = prepared.backend == Backend::notify
                            ? install_notifying_filter(prepared.filter) >= 0
                            : prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prepared.filter) == 0;
  if (!filtered) _exit(setup_failed);
  execve(prepared.program, prepared.arguments, prepared.environment);
  tell(strerrordesc_np(errno));
  _exit(exec_failed);
}

std::string itself(unsigned id) {
  return std::to_string(id) + ' ' + std::to_string(id) + " 1";
}

pid_t fork_apart_if_allowed() {
  const pid_t child = fork_in_namespace();
  return child >= 0 ? child : fork();
}

// Lets the process, stopped before it installs its filter, go on until it has: the listener of the filter.
replica::Descriptor take_listener(pid_t process) {
  user_regs_struct registers{};
  do {
    int status = 0;
    if (ptrace(PTRACE_SYSCALL, process, nullptr, nullptr) != 0 || waitpid(process, &status, __WALL) != process ||
        !WIFSTOPPED(status) || ptrace(PTRACE_GETREGS, process, nullptr, &registers) != 0)
      return {};
  } while (registers.orig_rax != SYS_seccomp || static_cast<long>(registers.rax) == -ENOSYS);
  const replica::Descriptor handle(static_cast<int>(syscall(SYS_pidfd_open, process, 0)));
  const auto number = static_cast<int>(registers.rax);
  return replica::Descriptor(static_cast<int>(syscall(SYS_pidfd_getfd, handle.get(), number, 0)));
}

Error ended(pid_t process, Error error) {
  int status = 0;
  kill(process, SIGKILL);
  waitpid(process, &status, __WALL);
  return error;
}

}  // namespace

pid_t fork_in_namespace() {
  const unsigned long flags =
      CLONE_NEWPID | CLONE_NEWNS | (geteuid() == 0 ? 0ul : static_cast<unsigned long>(CLONE_NEWUSER));
  return static_cast<pid_t>(syscall(SYS_clone, flags | SIGCHLD, nullptr, nullptr, nullptr, nullptr));
}

Result<Launched> launch(const Launch& launch) {
  std::vector<std::string> words{launch.program};
  words.insert(words.end(), launch.arguments.begin(), launch.arguments.end());
  std::vector<char*> arguments = real::pointers(words);
  std::vector<char*> environment = real::pointers(launch.environment);
  const bool notify = launch.backend == Backend::notify;
  std::vector<sock_filter> filter = call_filter(notify ? SECCOMP_RET_USER_NOTIF : SECCOMP_RET_TRACE);
  const Prepared prepared{launch.program.c_str(),
                          launch.folder.c_str(),
                          arguments.data(),
                          environment.data(),
                          launch.output,
                          launch.errors < 0 ? launch.output : launch.errors,
                          launch.memory_bytes,
                          launch.memory_bytes == 0 ? "" : "size=" + std::to_string(launch.memory_bytes),
                          launch.backend,
                          {static_cast<unsigned short>(filter.size()), filter.data()},
                          getpid(),
                          geteuid() == 0 ? "" : itself(geteuid()),
                          geteuid() == 0 ? "" : itself(getegid())};
  const pid_t process = fork_apart_if_allowed();
  if (process < 0) return real::system_error("a process for " + launch.program);
  if (process == 0) become(prepared);
  const Error refused{launch.program,
                      "expected that it can be traced (try `whitewater doctor`), found that its start failed"};
  int status = 0;
  if (waitpid(process, &status, __WALL) != process || !WIFSTOPPED(status)) return refused;
  constexpr long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACESECCOMP | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK |
                           PTRACE_O_TRACEVFORK | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
  if (ptrace(PTRACE_SETOPTIONS, process, nullptr, options) != 0)
    return ended(process, real::system_error("tracing " + launch.program));
  Launched launched{process, {}};
  if (notify) launched.listener = take_listener(process);
  if (notify && !launched.listener.valid()) return ended(process, refused);
  return launched;
}

}  // namespace whitewater::tools::virtual_time
