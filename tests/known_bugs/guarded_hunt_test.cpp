// A hunt that its mistake cannot end: runs that end their process or never end are counted, and the hunt goes on.
#include "tests/known_bugs/guarded_hunt.hpp"

#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <string>

#include "tests/catch.hpp"

namespace whitewater::known_bugs {
namespace {

constexpr Mutation bug = Mutation::count_old_terms;
constexpr std::uint64_t seed = 3;

template <class Before>
HuntPlan plan_of(std::uint64_t runs, Before before) {
  HuntPlan plan;
  plan.runs = runs;
  plan.before = before;
  return plan;
}
constexpr auto nothing = [](std::uint64_t) {};

}  // namespace

TEST_CASE("a guarded hunt catches what a plain one catches, in the same run and words") {
  const HuntPlan plan = plan_of(400, nothing);
  const Hunt expected = hunt(plan, bug, seed);
  REQUIRE(expected.caught);
  const Hunt found = guarded_hunt(plan, bug, seed);
  CHECK(found.caught);
  CHECK(found.runs == expected.runs);
  CHECK(found.alarms == expected.alarms);
  CHECK(found.property == expected.property);
  CHECK(found.text == expected.text);
  CHECK(found.crashes == 0);
}

TEST_CASE("a run that ends its process catches nothing, is counted, and ends its campaign") {
  const auto killed = plan_of(10, [](std::uint64_t number) {
    if (number % 4 == 1) kill(getpid(), SIGKILL);
  });
  const Hunt none = guarded_hunt(killed, Mutation::none, seed);
  CHECK_FALSE(none.caught);
  CHECK(none.runs == 10);
  CHECK(none.crashes == 5);  // the second run of each campaign
}

TEST_CASE("what is caught is not lost to the run behind it") {
  const Hunt expected = hunt(plan_of(400, nothing), bug, seed);
  REQUIRE(expected.caught);
  const auto ended = plan_of(400, [&](std::uint64_t number) {
    if (number == expected.runs) _exit(3);
  });
  const Hunt found = guarded_hunt(ended, bug, seed);
  CHECK(found.caught);
  CHECK(found.runs == expected.runs);
  CHECK(found.crashes == 0);
}

TEST_CASE("behind a crash another campaign goes on, and catches the mistake") {
  // The file says which process was the first.
  const std::string mark = "guarded_hunt_test." + std::to_string(getpid());
  std::remove(mark.c_str());
  const auto ended = plan_of(400, [&mark](std::uint64_t) {
    if (std::FILE* const made = std::fopen(mark.c_str(), "wx"); made != nullptr) {
      std::fclose(made);
      _exit(3);
    }
  });
  const Hunt found = guarded_hunt(ended, bug, seed);
  std::remove(mark.c_str());
  CHECK(found.caught);
  CHECK(found.crashes == 1);
}

TEST_CASE("a run that never ends is ended") {
  const auto stuck = plan_of(3, [](std::uint64_t number) {
    while (number == 1) pause();
  });
  const Hunt none = guarded_hunt(stuck, Mutation::none, seed, std::chrono::milliseconds(700));
  CHECK(none.runs == 3);
  CHECK(none.crashes == 1);
  CHECK_FALSE(none.caught);
}

TEST_CASE("a hunt that only meets crashes ends with its budget") {
  const Hunt none = guarded_hunt(plan_of(5, [](std::uint64_t) { _exit(1); }), bug, seed);
  CHECK(none.runs == 5);
  CHECK(none.crashes == 5);
  CHECK_FALSE(none.caught);
}

}  // namespace whitewater::known_bugs
