// A hunt that its mistake cannot end: seeds that end their process or never end are counted, and the hunt goes on.
#include "tests/known_bugs/guarded_hunt.hpp"

#include <signal.h>
#include <unistd.h>

#include <chrono>

#include "scenarios/standard/standard.hpp"
#include "tests/catch.hpp"

namespace whitewater::known_bugs {
namespace {

constexpr Mutation bug = Mutation::count_old_terms;
constexpr std::uint64_t first = 3 * range_size;
constexpr std::uint64_t budget = 400;

// Draws as usual, except that `before` is called with each seed first.
template <class Before>
Generator drawing(Before before) {
  return [before](std::uint64_t seed) {
    before(seed);
    return scenarios::random_raft_scenario(seed);
  };
}

}  // namespace

TEST_CASE("a guarded hunt catches what a plain one catches, in the same seed and words") {
  const Generator plain = scenarios::random_raft_scenario;
  const Hunt expected = Hunter(plain).hunt(bug, first, budget);
  REQUIRE(expected.caught);
  const Hunt found = guarded_hunt(plain, bug, first, budget);
  CHECK(found.caught);
  CHECK(found.seeds == expected.seeds);
  CHECK(found.alarms == expected.alarms);
  CHECK(found.property == expected.property);
  CHECK(found.text == expected.text);
  CHECK(found.crashes == 0);
}

TEST_CASE("a seed that ends its process catches nothing, is counted, and the next one is run") {
  const auto killed = drawing([](std::uint64_t seed) {
    if (seed % 4 == 1) kill(getpid(), SIGKILL);
  });
  const Hunt none = guarded_hunt(killed, Mutation::none, first, 10);
  CHECK_FALSE(none.caught);
  CHECK(none.seeds == 10);
  CHECK(none.crashes == 3);  // 1, 5, 9
  const auto ended = drawing([](std::uint64_t seed) {
    if (seed < first + 2) _exit(3);
  });
  const Hunt found = guarded_hunt(ended, bug, first, budget);
  CHECK(found.caught);
  CHECK(found.crashes == 2);
}

TEST_CASE("a seed that never ends is ended") {
  const auto stuck = drawing([](std::uint64_t seed) {
    while (seed == first + 1) pause();
  });
  const Hunt none = guarded_hunt(stuck, Mutation::none, first, 3, std::chrono::milliseconds(700));
  CHECK(none.seeds == 3);
  CHECK(none.crashes == 1);
  CHECK_FALSE(none.caught);
}

TEST_CASE("a hunt that only meets crashes ends with its budget") {
  const auto always = drawing([](std::uint64_t) { _exit(1); });
  const Hunt none = guarded_hunt(always, bug, first, 5);
  CHECK(none.seeds == 5);
  CHECK(none.crashes == 5);
  CHECK_FALSE(none.caught);
}

}  // namespace whitewater::known_bugs
