// Watchdog: stops a thread that makes no system call for too long in real time, for a spin without calls would never
// come back. It has a thread of its own, looks all the time, and stops nothing that makes progress.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

#include "core/base/time.hpp"

namespace whitewater::tools::virtual_time {

class Watchdog {
 public:
  explicit Watchdog(Duration patience);
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  // That traced thread runs from now on, until rests(). waiter: of this process: it is woken now and then, should it
  // have missed a sign of a stop. 0: nobody.
  void runs(pid_t thread, pid_t waiter = 0) {
    waiter_.store(waiter, std::memory_order_relaxed);
    turn_.fetch_add(1, std::memory_order_relaxed);
    thread_.store(thread, std::memory_order_release);
  }
  void rests() { thread_.store(0, std::memory_order_release); }
  // The thread that ran last was stopped, by SIGSTOP.
  bool barked() const { return barked_.load(std::memory_order_acquire); }

 private:
  void watch();

  Duration patience_;
  std::atomic<pid_t> thread_{0};
  std::atomic<pid_t> waiter_{0};
  std::atomic<std::uint64_t> turn_{0};
  std::atomic<bool> barked_{false};
  std::mutex mutex_;
  std::condition_variable ends_;
  bool over_ = false;
  std::thread watcher_;
};

}  // namespace whitewater::tools::virtual_time
