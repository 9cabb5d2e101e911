// OrderedWorkers: the order of results does not depend on threads, memory is bounded, stopping and
// exceptions leave nothing behind.
#include "tools/runs/ordered_workers.hpp"

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <system_error>

#include "tests/catch.hpp"

using whitewater::tools::OrderedWorkers;

namespace {

using Workers = OrderedWorkers<std::uint64_t>;

// Later jobs are often done earlier: the first of every four takes longest.
std::uint64_t uneven_square(std::uint64_t n) {
  if (n % 4 == 0) std::this_thread::sleep_for(std::chrono::microseconds(200));
  return n * n;
}

// A thread of a system that gives `left` more, then refuses.
class ScarceThread {
 public:
  static inline int left = 0;

  template <class Work>
  explicit ScarceThread(Work work) {
    if (left == 0) throw std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again));
    --left;
    thread_ = std::thread(std::move(work));
  }
  void join() { thread_.join(); }

 private:
  std::thread thread_;
};

}  // namespace

TEST_CASE("results come in the order of the numbers for every number of threads") {
  for (const unsigned threads : {1u, 2u, 7u}) {
    std::vector<std::uint64_t> results;
    Workers::Plan plan;
    plan.jobs = 500;
    plan.threads = threads;
    plan.make_worker = [] { return Workers::Job(uneven_square); };
    plan.consume = [&](std::uint64_t number, std::uint64_t result) {
      CHECK(number == results.size());
      results.push_back(result);
    };
    plan.go_on = [] { return true; };
    CHECK(Workers().run(plan) == 500);
    REQUIRE(results.size() == 500);
    for (std::uint64_t i = 0; i < 500; ++i) REQUIRE(results[i] == i * i);
  }
}

TEST_CASE("workers stay within a window of what was consumed") {
  std::atomic<std::uint64_t> consumed{0};
  std::atomic<std::uint64_t> farthest{0};
  Workers::Plan plan;
  plan.jobs = 5'000;
  plan.threads = 3;
  plan.make_worker = [&] {
    return Workers::Job([&](std::uint64_t n) {
      const std::uint64_t ahead = n - std::min<std::uint64_t>(n, consumed);
      if (ahead > farthest) farthest = ahead;
      return n;
    });
  };
  plan.consume = [&](std::uint64_t, std::uint64_t) { ++consumed; };
  plan.go_on = [] { return true; };
  CHECK(Workers().run(plan) == 5'000);
  CHECK(farthest <= 1'025);
}

TEST_CASE("stopping keeps the first results, without a gap") {
  std::uint64_t consumed = 0;
  Workers::Plan plan;
  plan.jobs = 1'000'000'000;
  plan.threads = 2;
  plan.make_worker = [] { return Workers::Job(uneven_square); };
  plan.consume = [&](std::uint64_t number, std::uint64_t) { CHECK(number == consumed++); };
  plan.go_on = [&] { return consumed < 50; };
  const std::uint64_t done = Workers().run(plan);
  CHECK(done == consumed);
  CHECK(done >= 50);
  CHECK(done < 5'000);
}

TEST_CASE("what a job throws is thrown to the caller, after the results before it") {
  std::uint64_t consumed = 0;
  Workers::Plan plan;
  plan.jobs = 100;
  plan.threads = 3;
  plan.make_worker = [] {
    return Workers::Job([](std::uint64_t n) -> std::uint64_t {
      if (n == 40) throw std::runtime_error("forty");
      return n;
    });
  };
  plan.consume = [&](std::uint64_t, std::uint64_t) { ++consumed; };
  plan.go_on = [] { return true; };
  CHECK_THROWS_AS(Workers().run(plan), std::runtime_error);
  CHECK(consumed == 40);
}

TEST_CASE("threads that the system refuses to start are done without, while there is one") {
  using ScarceWorkers = OrderedWorkers<std::uint64_t, ScarceThread>;
  ScarceWorkers::Plan plan;
  std::uint64_t consumed = 0;
  plan.jobs = 3'000;
  plan.threads = 8;
  plan.make_worker = [] { return ScarceWorkers::Job([](std::uint64_t n) { return n; }); };
  plan.consume = [&](std::uint64_t number, std::uint64_t) { CHECK(number == consumed++); };
  plan.go_on = [] { return true; };
  for (const int given : {1, 3}) {
    consumed = 0;
    ScarceThread::left = given;
    CHECK(ScarceWorkers().run(plan) == 3'000);
  }
  // Interrupted, the call returns: every worker that is counted as working does exist.
  plan.go_on = [&] { return consumed < 50; };
  consumed = 0;
  ScarceThread::left = 2;
  CHECK(ScarceWorkers().run(plan) < 3'000);
  consumed = 0;
  ScarceThread::left = 0;
  CHECK_THROWS_AS(ScarceWorkers().run(plan), std::system_error);
  CHECK(consumed == 0);
}

TEST_CASE("no jobs are no work") {
  Workers::Plan plan;
  plan.make_worker = [] { return Workers::Job(uneven_square); };
  plan.consume = [](std::uint64_t, std::uint64_t) { FAIL("there is nothing to consume"); };
  plan.go_on = [] { return true; };
  CHECK(Workers().run(plan) == 0);
}
