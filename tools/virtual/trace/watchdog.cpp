// Real time decides only whether a run ends without a verdict, never what happens in one.
#include "tools/virtual/trace/watchdog.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <chrono>
#include <csignal>

#include "tools/virtual/trace/child_signal.hpp"

namespace whitewater::tools::virtual_time {

namespace {

constexpr Duration look_every = milliseconds(2);

}  // namespace

Watchdog::Watchdog(Duration patience) : patience_(patience), watcher_([this] { watch(); }) {}

Watchdog::~Watchdog() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  ends_.notify_all();
  watcher_.join();
}

void Watchdog::watch() {
  sigset_t all;  // are for threads that wait for them
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
  std::uint64_t seen = 0;
  Duration same{};
  std::unique_lock lock(mutex_);
  while (!ends_.wait_for(lock, std::chrono::nanoseconds(look_every.ns), [this] { return over_; })) {
    const pid_t thread = thread_.load(std::memory_order_acquire);
    const std::uint64_t turn = turn_.load(std::memory_order_relaxed);
    same = thread != 0 && turn == seen ? same + look_every : Duration{};
    const pid_t waiter = waiter_.load(std::memory_order_relaxed);
    if (same > Duration{} && waiter != 0) ChildSignal::wake(waiter);
    seen = turn;
    if (same < patience_) continue;
    barked_.store(true, std::memory_order_release);
    syscall(SYS_tkill, thread, SIGSTOP);  // while it is traced, its number is nobody else's
    same = {};
  }
}

}  // namespace whitewater::tools::virtual_time
