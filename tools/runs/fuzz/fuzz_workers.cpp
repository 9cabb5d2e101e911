// One mutex guards all that threads share; runs and shrinking happen outside of it.
#include "tools/runs/fuzz/fuzz_workers.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <system_error>
#include <utility>

namespace whitewater::tools {

namespace fuzz = scenarios::fuzz;

namespace {

// One run in so many is made twice, to see that it is the same.
constexpr std::uint64_t twice_every = 128;

}  // namespace

FuzzWorkers::FuzzWorkers(fuzz::Campaign& campaign, Plan plan)
    : campaign_(campaign),
      plan_(std::move(plan)),
      shrinkers_max_(std::max(1u, plan_.threads / 2)),
      slots_(2 * fuzz::round_size),
      limit_(plan_.runs_max) {}

void FuzzWorkers::make_run(fuzz::Watcher& watcher, std::uint64_t number,
                           const std::shared_ptr<const fuzz::Round>& round) {
  Made made;
  try {
    made.draft = round->draft(number);
    made.seen = watcher.run(made.draft, number % twice_every == 0);
  } catch (const scenarios::Interrupted&) {
  } catch (...) {
    made.exception = std::current_exception();
  }
  const std::lock_guard lock(mutex_);
  slots_[number % slots_.size()] = std::move(made);
  made_.notify_one();
}

void FuzzWorkers::shrink(fuzz::Task task) {
  std::optional<fuzz::Shrinkage> shrinkage;
  std::exception_ptr broken;
  try {
    shrinkage = plan_.shrink(task, stop_);
  } catch (const scenarios::Interrupted&) {
  } catch (...) {
    broken = std::current_exception();
  }
  const std::lock_guard lock(mutex_);
  --shrinking_;
  if (shrinkage) shrinkages_.push_back(std::move(*shrinkage));
  if (broken != nullptr) broken_ = broken;
  made_.notify_one();
}

void FuzzWorkers::work(const Plan::At& at) {
  fuzz::Watcher watcher(campaign_.frame().facts(), &stop_);
  std::unique_lock lock(mutex_);
  while (true) {
    std::shared_ptr<const fuzz::Round> round;
    work_.wait(lock, [&] {
      if (done_ || may_shrink()) return true;
      if (may_run()) round = campaign_.round(next_ / fuzz::round_size);
      return round != nullptr;
    });
    if (done_) return;
    if (may_shrink()) {
      fuzz::Task task = std::move(tasks_.front());
      tasks_.pop_front();
      ++shrinking_;
      lock.unlock();
      shrink(std::move(task));
    } else {
      const std::uint64_t number = next_++;
      lock.unlock();
      at(number);
      make_run(watcher, number, round);
    }
    lock.lock();
    work_.notify_one();
  }
}

bool FuzzWorkers::over() const {
  if (broken_ != nullptr) return true;
  if (taken_ < std::min(limit_, next_) || (mode_ == Go::on && taken_ < limit_)) return false;
  return mode_ == Go::stop || (tasks_.empty() && shrinking_ == 0 && shrinkages_.empty());
}

void FuzzWorkers::heed(Go go) {
  if (go <= mode_) return;
  mode_ = go;
  // Runs that have begun are still taken; of those that are given up, none, and none behind them.
  limit_ = std::min(limit_, go == Go::enough ? taken_ : next_);
  if (go == Go::stop) {
    stop_ = true;
    tasks_.clear();
  }
}

// True if the next run, or something shrunk, was there to be taken.
bool FuzzWorkers::take_one(std::unique_lock<std::mutex>& lock) {
  if (!shrinkages_.empty()) {
    const fuzz::Shrinkage shrinkage = std::move(shrinkages_.front());
    shrinkages_.pop_front();
    const fuzz::Finding* const kept = campaign_.shrunk(shrinkage);
    lock.unlock();
    plan_.shrunk(shrinkage, kept);
    lock.lock();
    return true;
  }
  std::optional<Made>& slot = slots_[taken_ % slots_.size()];
  if (taken_ >= limit_ || !slot) return false;
  Made made = std::move(*slot);
  slot.reset();
  if (made.exception != nullptr) {
    plan_.broke(made.draft);
    std::rethrow_exception(made.exception);
  }
  if (!made.seen) {
    limit_ = taken_;
    return true;
  }
  fuzz::Campaign::Taken taken = campaign_.take(std::move(made.draft), *made.seen);
  ++taken_;
  if (taken.task && plan_.shrink) tasks_.push_back(*taken.task);
  work_.notify_all();
  lock.unlock();
  plan_.taken(taken);
  lock.lock();
  return true;
}

void FuzzWorkers::start(std::vector<std::thread>& threads) {
  const std::uint64_t wanted = std::min<std::uint64_t>(plan_.threads, plan_.runs_max);
  while (threads.size() < wanted) {
    try {
      threads.emplace_back([this] { plan_.enter([this](const Plan::At& at) { work(at); }); });
    } catch (const std::system_error&) {
      if (threads.empty()) throw;
      return;
    }
  }
}

std::uint64_t FuzzWorkers::run() {
  std::vector<std::thread> threads;
  const auto join = [&] {
    {
      const std::lock_guard lock(mutex_);
      done_ = true;
      stop_ = true;
    }
    work_.notify_all();
    for (std::thread& thread : threads) thread.join();
  };
  try {
    start(threads);
    std::unique_lock lock(mutex_);
    while (!over()) {
      if (!take_one(lock)) made_.wait_for(lock, std::chrono::milliseconds(50));
      heed(plan_.go_on());
    }
    if (broken_ != nullptr) std::rethrow_exception(broken_);
  } catch (...) {
    join();
    throw;
  }
  join();
  return taken_;
}

}  // namespace whitewater::tools
