// Between fork and exec the child calls only what a signal handler may call: other threads were running.
#include "tools/real/process/child_process.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <utility>

#include "tools/real/process/child_setup.hpp"
#include "tools/real/process/program_hint.hpp"
#include "tools/real/process/system_error.hpp"

namespace whitewater::tools::real {

namespace {

std::vector<std::string> environment_with(const std::vector<std::string>& additions) {
  std::vector<std::string> all = additions;
  for (char** entry = environ; *entry != nullptr; ++entry) all.emplace_back(*entry);
  return all;
}

struct Prepared {
  const char* program;
  const char* folder;  // null: the current folder
  char** arguments;
  char** environment;
  int in, out, err;
  int failure;  // the end of a pipe that a successful exec closes
  pid_t parent;
};

[[noreturn]] void fail(const Prepared& prepared) {
  const int code = errno;
  if (write(prepared.failure, &code, sizeof code) < 0) _exit(126);
  _exit(127);
}

[[noreturn]] void become(const Prepared& prepared) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != prepared.parent) _exit(125);  // the parent ended before prctl
  reset_signals();
  if (prepared.folder != nullptr && chdir(prepared.folder) != 0) fail(prepared);
  if (dup2(prepared.in, 0) < 0 || dup2(prepared.out, 1) < 0 || dup2(prepared.err, 2) < 0) fail(prepared);
  execve(prepared.program, prepared.arguments, prepared.environment);
  fail(prepared);
}

Duration time_of(const timeval& time) {
  return seconds(time.tv_sec) + microseconds(time.tv_usec);
}

}  // namespace

std::string ExitStatus::words() const {
  if (signal == 0) return "exited with status " + std::to_string(code);
  const char* const name = sigdescr_np(signal);
  return "was ended by signal " + std::to_string(signal) + (name == nullptr ? "" : " (" + std::string(name) + ")");
}

Result<ChildProcess> ChildProcess::start(const Command& command, int out, int err) {
  std::vector<std::string> words{command.program};
  words.insert(words.end(), command.arguments.begin(), command.arguments.end());
  const std::vector<std::string> environment = environment_with(command.environment);
  std::vector<char*> argument_pointers = pointers(words);
  std::vector<char*> environment_pointers = pointers(environment);

  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return system_error("a pipe");
  const replica::Descriptor reading(ends[0]);
  replica::Descriptor writing(ends[1]);
  const replica::Descriptor nothing(open("/dev/null", O_RDONLY | O_CLOEXEC));
  const Prepared prepared{command.program.c_str(),
                          command.folder.empty() ? nullptr : command.folder.c_str(),
                          argument_pointers.data(),
                          environment_pointers.data(),
                          nothing.get(),
                          out,
                          err,
                          writing.get(),
                          getpid()};
  const pid_t pid = fork();
  if (pid < 0) return system_error("a process for " + command.program);
  if (pid == 0) become(prepared);
  writing.reset();
  ChildProcess child(pid);
  int code = 0;
  ssize_t got;
  while ((got = read(reading.get(), &code, sizeof code)) < 0 && errno == EINTR) {
  }
  if (got == sizeof code) {
    Error error = system_error(command.program, code);
    if (const std::string hint = start_hint(command.program); !hint.empty()) error.message += ": " + hint;
    return error;
  }
  return child;
}

ChildProcess::ChildProcess(pid_t pid) : pid_(pid), end_(static_cast<int>(syscall(SYS_pidfd_open, pid, 0))) {}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)),
      end_(std::move(other.end_)),
      status_(std::exchange(other.status_, std::nullopt)),
      cpu_(other.cpu_) {}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
  if (this == &other) return *this;
  end();
  pid_ = std::exchange(other.pid_, 0);
  end_ = std::move(other.end_);
  status_ = std::exchange(other.status_, std::nullopt);
  cpu_ = other.cpu_;
  return *this;
}

ChildProcess::~ChildProcess() {
  end();
}

void ChildProcess::end() {
  if (!running()) return;
  signal_group(SIGKILL);
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = 0;
}

void ChildProcess::signal_group(int signal) const {
  if (!running()) return;
  kill(-pid_, signal);
  kill(pid_, signal);  // if the child has no group of its own yet
}

const std::optional<ExitStatus>& ChildProcess::poll() {
  if (!running()) return status_;
  siginfo_t info{};
  // Looks without reaping: as long as the child is not reaped, its number is not reused, so the killed group is its
  // own.
  if (waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid != pid_)
    return status_;
  kill(-pid_, SIGKILL);
  int status = 0;
  rusage used{};
  if (wait4(pid_, &status, 0, &used) != pid_) return status_;
  cpu_ = time_of(used.ru_utime) + time_of(used.ru_stime);
  end_.reset();
  status_ = WIFSIGNALED(status) ? ExitStatus{0, WTERMSIG(status)} : ExitStatus{WEXITSTATUS(status), 0};
  return status_;
}

}  // namespace whitewater::tools::real
