// Real time decides only whether a run ends without a verdict, never what happens in one.
#include "tools/virtual/trace/watchdog.hpp"

#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <system_error>

#include "tools/virtual/trace/child_signal.hpp"
#include "tools/virtual/trace/process_status.hpp"

namespace whitewater::tools::virtual_time {

namespace {

constexpr Duration look_every = milliseconds(2);
// A thread that makes no call for so long may be dead.
constexpr Duration doubt = milliseconds(50);

// The first thread of a process that somebody killed is told of only when the others are gone, and, as the first of a
// namespace, all that it made. These wait for their tracer, which waits for the first: so they are taken here.
void take_others(pid_t first) {
  int status = 0;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(proc_path(first, "task"), error)) {
    const pid_t thread = std::atoi(entry.path().filename().c_str());
    if (thread > 0 && thread != first) waitpid(thread, &status, __WALL | WNOHANG);
    std::ifstream children(entry.path() / "children");
    for (pid_t child = 0; children >> child;) {
      take_others(child);
      waitpid(child, &status, __WALL | WNOHANG);
    }
  }
}

// Whether it is ending, or has ended, and was not told of.
bool is_dead(pid_t thread) {
  constexpr unsigned ending = 4;  // PF_EXITING
  std::ifstream file(proc_path(thread, "stat"));
  std::string text;
  std::getline(file, text);
  std::istringstream words(text.substr(std::min(text.rfind(')') + 1, text.size())));
  char state = 0;
  long parent = 0, group = 0, session = 0, terminal = 0, foreground = 0;
  unsigned flags = 0;
  words >> state >> parent >> group >> session >> terminal >> foreground >> flags;
  return words && (state == 'Z' || (flags & ending) != 0);
}

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
    if (same >= doubt && same.ns % doubt.ns == 0 && is_dead(thread)) take_others(thread);
    if (same < patience_) continue;
    barked_.store(true, std::memory_order_release);
    syscall(SYS_tkill, thread, SIGSTOP);  // while it is traced, its number is nobody else's
    same = {};
  }
}

}  // namespace whitewater::tools::virtual_time
