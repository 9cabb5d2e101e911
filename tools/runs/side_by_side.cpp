// Two watchers, and the meeting point at which their latest steps are compared. The side that arrives second compares,
// while the other side waits: so each side reads payloads of the other's world only while that world does not run.
#include "tools/runs/side_by_side.hpp"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "scenarios/story/step_words.hpp"
#include "simnet/step.hpp"

namespace whitewater::tools {

namespace {

// The number of steps between two meetings.
constexpr std::size_t stretch = 256;

class MeetingPoint {
 public:
  MeetingPoint(unsigned replicas, const scenarios::Vocabulary& vocabulary)
      : replicas_(replicas), vocabulary_(vocabulary) {}

  // Blocks until both runs have handed over `stretch` steps (fewer at the end). Returns false once they differ or both
  // have ended.
  bool meet(std::size_t side, const std::vector<simnet::Step>& steps) {
    std::unique_lock lock(mutex_);
    if (done_) return false;
    steps_[side] = &steps;
    if (steps_[1 - side] != nullptr) {
      compare();
      steps_ = {};
      ++meetings_;
      met_.notify_all();
    } else {
      met_.wait(lock, [this, meeting = meetings_] { return meetings_ != meeting; });
    }
    return !done_;
  }

  std::optional<scenarios::Parting> parting;

 private:
  void compare() {
    const std::vector<simnet::Step>& one = *steps_[0];
    const std::vector<simnet::Step>& other = *steps_[1];
    const auto [mine, theirs] = std::mismatch(one.begin(), one.end(), other.begin(), other.end(), simnet::same_step);
    if (mine != one.end() || theirs != other.end())
      parting = scenarios::parting_in_words(mine == one.end() ? nullptr : &*mine,
                                            theirs == other.end() ? nullptr : &*theirs, replicas_, vocabulary_);
    done_ = parting.has_value() || one.size() < stretch;
  }

  unsigned replicas_;
  const scenarios::Vocabulary& vocabulary_;
  std::mutex mutex_;
  std::condition_variable met_;
  std::array<const std::vector<simnet::Step>*, 2> steps_{};
  std::uint64_t meetings_ = 0;
  bool done_ = false;
};

class Watcher final : public simnet::StepObserver {
 public:
  Watcher(MeetingPoint& meeting_point, std::size_t side) : meeting_point_(meeting_point), side_(side) {
    steps_.reserve(stretch);
  }

  void end() { meet(); }

 private:
  void on_step(simnet::Step&& step) override {
    if (!watching_) return;
    steps_.push_back(std::move(step));
    if (steps_.size() == stretch) meet();
  }

  void meet() {
    if (watching_) watching_ = meeting_point_.meet(side_, steps_);
    steps_.clear();
  }

  MeetingPoint& meeting_point_;
  std::size_t side_;
  std::vector<simnet::Step> steps_;
  bool watching_ = true;
};

}  // namespace

std::optional<scenarios::Parting> run_side_by_side(const WatchedRun& one, const WatchedRun& other, unsigned replicas,
                                                   const scenarios::Vocabulary& vocabulary) {
  MeetingPoint meeting_point(replicas, vocabulary);
  std::array<std::exception_ptr, 2> thrown;
  const auto make = [&](std::size_t side, const WatchedRun& run) {
    Watcher watcher(meeting_point, side);
    try {
      run(watcher);
    } catch (...) {
      thrown[side] = std::current_exception();
    }
    watcher.end();
  };
  std::thread beside(make, std::size_t{1}, std::cref(other));
  make(0, one);
  beside.join();
  for (const std::exception_ptr& exception : thrown)
    if (exception != nullptr) std::rethrow_exception(exception);
  return std::move(meeting_point.parting);
}

}  // namespace whitewater::tools
