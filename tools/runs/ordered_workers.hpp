// Runs numbered jobs on several threads and passes their results to the calling thread in the order of the numbers: the
// output does not depend on the number of threads. Workers are at most one window ahead, so a million jobs need no
// memory for a million results. If the system provides fewer threads than requested, only the speed changes.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace whitewater::tools {

template <class Result, class Thread = std::thread>
class OrderedWorkers {
 public:
  using Job = std::function<Result(std::uint64_t number)>;

  struct Plan {
    std::uint64_t jobs = 0;
    unsigned threads = 1;
    std::function<Job()> make_worker;  // called once in each thread
    std::function<void(std::uint64_t number, Result)> consume;
    // Called often, between results, to show progress. Returns false to start no new jobs; running jobs are finished.
    std::function<bool()> go_on;
  };

  // Returns how many results were consumed: all, or the first ones. An exception of a job is thrown here.
  std::uint64_t run(Plan plan);

 private:
  static constexpr std::uint64_t window = 1024;

  struct Slot {
    std::optional<Result> result;
    std::exception_ptr exception;
    bool filled() const { return result.has_value() || exception != nullptr; }
  };

  void start(const Plan& plan, std::vector<Thread>& threads);
  void work(const Plan& plan);
  std::optional<std::uint64_t> take(const Plan& plan);
  bool consume_next(const Plan& plan);

  std::mutex mutex_;
  std::condition_variable filled_;
  std::condition_variable consumed_changed_;
  std::vector<Slot> slots_ = std::vector<Slot>(window);
  std::uint64_t next_ = 0;
  std::uint64_t consumed_ = 0;
  unsigned working_ = 0;
  bool stop_ = false;
};

// --- implementation ---------------------------------------------------------------------------

template <class Result, class Thread>
std::optional<std::uint64_t> OrderedWorkers<Result, Thread>::take(const Plan& plan) {
  std::unique_lock lock(mutex_);
  consumed_changed_.wait(lock, [&] { return stop_ || next_ >= plan.jobs || next_ < consumed_ + window; });
  if (stop_ || next_ >= plan.jobs) return std::nullopt;
  return next_++;
}

template <class Result, class Thread>
void OrderedWorkers<Result, Thread>::work(const Plan& plan) {
  std::optional<Job> job;
  while (const std::optional<std::uint64_t> number = take(plan)) {
    Slot slot;
    try {
      if (!job) job = plan.make_worker();
      slot.result = (*job)(*number);
    } catch (...) {
      slot.exception = std::current_exception();
    }
    const std::lock_guard lock(mutex_);
    slots_[*number % window] = std::move(slot);
    filled_.notify_one();
  }
  const std::lock_guard lock(mutex_);
  --working_;
  filled_.notify_one();
}

// Returns false if there is no next result and none will come.
template <class Result, class Thread>
bool OrderedWorkers<Result, Thread>::consume_next(const Plan& plan) {
  Slot slot;
  {
    std::unique_lock lock(mutex_);
    Slot& place = slots_[consumed_ % window];
    filled_.wait_for(lock, std::chrono::milliseconds(100), [&] { return place.filled() || working_ == 0; });
    if (!place.filled()) return working_ > 0;
    slot = std::exchange(place, Slot{});
  }
  if (slot.exception) std::rethrow_exception(slot.exception);
  plan.consume(consumed_, std::move(*slot.result));
  const std::lock_guard lock(mutex_);
  ++consumed_;
  consumed_changed_.notify_all();
  return true;
}

// Starts as many threads as the plan wants, or as many as the system provides. Throws if the system provides none.
template <class Result, class Thread>
void OrderedWorkers<Result, Thread>::start(const Plan& plan, std::vector<Thread>& threads) {
  const std::uint64_t wanted = std::min<std::uint64_t>(plan.threads, plan.jobs);
  threads.reserve(wanted);
  const auto count = [&](int change) {
    const std::lock_guard lock(mutex_);
    working_ += static_cast<unsigned>(change);
  };
  while (threads.size() < wanted) {
    count(+1);
    try {
      threads.emplace_back([&] { work(plan); });
    } catch (const std::system_error&) {
      count(-1);
      if (threads.empty()) throw;
      return;
    }
  }
}

template <class Result, class Thread>
std::uint64_t OrderedWorkers<Result, Thread>::run(Plan plan) {
  std::vector<Thread> threads;
  const auto stop = [&] {
    const std::lock_guard lock(mutex_);
    stop_ = true;
    consumed_changed_.notify_all();
  };
  const auto join = [&] {
    for (Thread& thread : threads) thread.join();
  };
  try {
    start(plan, threads);
    while (consumed_ < plan.jobs && consume_next(plan))
      if (!plan.go_on()) stop();
  } catch (...) {
    stop();
    join();
    throw;
  }
  join();
  return consumed_;
}

}  // namespace whitewater::tools
