// FuzzWorkers: makes the runs of a campaign on several threads, and shrinks its failures on the same threads meanwhile.
// The campaign hears of the runs in their order, from the calling thread, so what it finds does not depend on the
// number of threads. Runs are at most two rounds ahead, so a long campaign needs no more memory than a short one.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "scenarios/experiment/runner.hpp"
#include "scenarios/search/fuzz/campaign.hpp"
#include "scenarios/search/fuzz/watch.hpp"

namespace whitewater::tools {

class FuzzWorkers {
 public:
  enum class Go : std::uint8_t {
    on,
    finish,  // begin no further run; end those under way, and shrink what was found
    enough,  // likewise, but no run counts that is not taken yet
    stop,    // give up all that is under way
  };

  struct Plan {
    std::uint64_t runs_max = 0;
    unsigned threads = 1;
    // In a thread, before each run: for the report of a crash.
    using At = std::function<void(std::uint64_t number)>;
    // Called once in each thread, with a function that does the thread's work.
    std::function<void(const std::function<void(const At& at)>& work)> enter = [](const auto& work) {
      work([](std::uint64_t) {});
    };
    // In a thread. Nothing: it was stopped.
    std::function<std::optional<scenarios::fuzz::Shrinkage>(const scenarios::fuzz::Task&, const scenarios::StopFlag&)>
        shrink;
    // In the calling thread, after the campaign has heard of it.
    std::function<void(const scenarios::fuzz::Campaign::Taken&)> taken = [](const auto&) {};
    std::function<void(const scenarios::fuzz::Shrinkage&, const scenarios::fuzz::Finding* kept)> shrunk =
        [](const auto&, const auto*) {};
    // A run threw: its exception leaves run() after this.
    std::function<void(const scenarios::fuzz::Draft&)> broke = [](const auto&) {};
    // In the calling thread, often.
    std::function<Go()> go_on = [] { return Go::on; };
  };

  FuzzWorkers(scenarios::fuzz::Campaign& campaign, Plan plan);

  // Returns how many runs the campaign took: all, or the first ones.
  std::uint64_t run();

 private:
  struct Made {
    scenarios::fuzz::Draft draft;
    std::optional<scenarios::fuzz::Observation> seen;  // nothing: it was given up
    std::exception_ptr exception;
  };

  void work(const Plan::At& at);
  void make_run(scenarios::fuzz::Watcher& watcher, std::uint64_t number,
                const std::shared_ptr<const scenarios::fuzz::Round>& round);
  void shrink(scenarios::fuzz::Task task);
  bool may_run() const { return mode_ == Go::on && next_ < limit_ && next_ < taken_ + slots_.size(); }
  bool may_shrink() const { return mode_ != Go::stop && !tasks_.empty() && shrinking_ < shrinkers_max_; }
  bool over() const;
  void start(std::vector<std::thread>& threads);
  bool take_one(std::unique_lock<std::mutex>& lock);
  void heed(Go go);

  scenarios::fuzz::Campaign& campaign_;
  Plan plan_;
  unsigned shrinkers_max_;
  std::mutex mutex_;
  std::condition_variable work_;
  std::condition_variable made_;
  std::vector<std::optional<Made>> slots_;
  std::uint64_t next_ = 0;   // the run that begins next
  std::uint64_t taken_ = 0;  // runs that the campaign took
  std::uint64_t limit_;      // no run from here on counts
  Go mode_ = Go::on;
  bool done_ = false;
  std::deque<scenarios::fuzz::Task> tasks_;
  unsigned shrinking_ = 0;
  std::deque<scenarios::fuzz::Shrinkage> shrinkages_;
  std::exception_ptr broken_;  // while it shrank
  scenarios::StopFlag stop_ = false;
};

}  // namespace whitewater::tools
