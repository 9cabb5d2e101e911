// The handler may run in any thread, and calls only what a signal handler may.
#include "tools/virtual/trace/child_signal.hpp"

#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>

namespace whitewater::tools::virtual_time {

namespace {

constexpr int places_max = 1024;
std::array<std::atomic<pid_t>, places_max> waiters;  // 0: nobody
std::atomic<int> places_used;

int wake_up() {
  return SIGRTMAX - 2;
}

pid_t this_thread() {
  return static_cast<pid_t>(syscall(SYS_gettid));
}

void nothing(int) {}

void tell_others(int) {
  const int error = errno;
  const pid_t self = this_thread(), process = getpid();
  pid_t told = 0;
  for (int i = 0; i < places_used.load(std::memory_order_acquire); ++i) {
    const pid_t waiter = waiters[static_cast<std::size_t>(i)].load(std::memory_order_acquire);
    if (waiter == 0 || waiter == self || waiter == told) continue;
    syscall(SYS_tgkill, process, waiter, wake_up());
    told = waiter;
  }
  errno = error;
}

// Whoever needs the signal has set a handler already: then stops are told late, by the watchdog.
void handle(int signal, void (*handler)(int)) {
  struct sigaction current {};
  if (sigaction(signal, nullptr, &current) != 0 || current.sa_handler != SIG_DFL) return;
  current = {};
  current.sa_handler = handler;
  current.sa_flags = SA_RESTART;
  sigaction(signal, &current, nullptr);
}

sigset_t both() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGCHLD);
  sigaddset(&set, wake_up());
  return set;
}

}  // namespace

ChildSignal::ChildSignal() {
  handle(wake_up(), nothing);
  handle(SIGCHLD, tell_others);
  const sigset_t set = both();
  pthread_sigmask(SIG_BLOCK, &set, &before_);
  waiting_ = before_;
  sigdelset(&waiting_, SIGCHLD);
  sigdelset(&waiting_, wake_up());
  for (int i = 0; i < places_max && place_ < 0; ++i) {
    pid_t nobody = 0;
    if (!waiters[static_cast<std::size_t>(i)].compare_exchange_strong(nobody, this_thread())) continue;
    place_ = i;
    int used = places_used.load();
    while (used <= i && !places_used.compare_exchange_weak(used, i + 1)) {
    }
  }
}

ChildSignal::~ChildSignal() {
  if (place_ >= 0) waiters[static_cast<std::size_t>(place_)].store(0);
  if (sigismember(&before_, SIGCHLD) != 0) return;
  const sigset_t set = both();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

}  // namespace whitewater::tools::virtual_time
