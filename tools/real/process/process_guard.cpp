// A fork that makes only system calls. It notices the driver's end because only the driver holds the writing end of a
// pipe.
#include "tools/real/process/process_guard.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "tools/real/process/system_error.hpp"

namespace whitewater::tools::real {

namespace {

constexpr std::size_t groups_max = 64;
constexpr pid_t all_is_well = -1;

[[noreturn]] void guard(int fd) {
  setsid();
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, nullptr);
  // Closes all other descriptors: they belong to the driver, and may be the pipe of another guard.
  if (dup2(fd, 0) < 0) _exit(1);
  close_range(1, ~0u, 0);
  pid_t groups[groups_max];
  std::size_t count = 0;
  for (pid_t next = 0; read(0, &next, sizeof next) == sizeof next;) {
    if (next == all_is_well) _exit(0);
    if (next > 0 && count < groups_max) groups[count++] = next;
    for (std::size_t i = 0; next < 0 && i < count; ++i)
      if (groups[i] == -next) groups[i--] = groups[--count];
  }
  for (std::size_t i = 0; i < count; ++i) kill(-groups[i], SIGKILL);
  _exit(0);
}

}  // namespace

std::optional<Error> ProcessGuard::start() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return system_error("a pipe");
  const replica::Descriptor reading(ends[0]);
  pipe_ = replica::Descriptor(ends[1]);
  pid_ = fork();
  if (pid_ == 0) guard(reading.get());
  if (pid_ < 0) return system_error("a process that guards the replicas");
  return std::nullopt;
}

void ProcessGuard::entrust(pid_t group) {
  write_word(group);
}

void ProcessGuard::write_word(pid_t word) {
  if (write(pipe_.get(), &word, sizeof word) < 0) pipe_.reset();
}

ProcessGuard::~ProcessGuard() {
  if (pid_ <= 0) return;
  write_word(all_is_well);
  pipe_.reset();
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

}  // namespace whitewater::tools::real
