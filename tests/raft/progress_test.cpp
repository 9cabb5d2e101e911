// What a leader knows of a follower: its window, its answers and its silence.
#include "core/raft/replication/progress.hpp"

#include "tests/catch.hpp"

using namespace whitewater;
using namespace whitewater::raft;

namespace {

constexpr Duration delay = milliseconds(40);
constexpr Duration delay_max = milliseconds(150);

Progress fresh() {
  Progress progress;
  progress.next = {1};
  progress.backoff = delay;
  return progress;
}

}  // namespace

TEST_CASE("the window fills, empties by cumulative acknowledgement, and wraps around") {
  Inflight inflight;
  for (std::uint64_t round = 0; round < 5; ++round) {
    const std::uint64_t base = round * 100;
    for (std::uint64_t i = 1; i <= Inflight::capacity; ++i) inflight.push({base + i}, {base + i});
    CHECK(inflight.size() == Inflight::capacity);
    CHECK(inflight.first() == Index{base + 1});
    inflight.acknowledge({base + 10});
    CHECK(inflight.size() == Inflight::capacity - 10);
    CHECK(inflight.first() == Index{base + 11});
    inflight.acknowledge({base + 5});
    CHECK(inflight.size() == Inflight::capacity - 10);
    inflight.acknowledge({base + Inflight::capacity});
    CHECK(inflight.empty());
  }
}

TEST_CASE("a full window takes no more, and frees itself when all of it is lost") {
  Progress progress = fresh();
  for (std::uint64_t i = 1; i <= 4; ++i) {
    REQUIRE(progress.may_append(4));
    progress.appended({i}, {i}, Time{0});
  }
  CHECK_FALSE(progress.may_append(4));
  CHECK(progress.retransmit_at == Time{0} + delay);
  progress.timed_out();
  CHECK(progress.may_append(4));
  CHECK(progress.next == Index{1});
  CHECK(progress.attempt == 1);
}

TEST_CASE("an acknowledgement moves match and next, never back") {
  Progress progress = fresh();
  progress.appended({1}, {5}, Time{0});
  CHECK(progress.accepted({5}, Time{1}, delay));
  CHECK(progress.match == Index{5});
  CHECK(progress.next == Index{6});
  CHECK(progress.retransmit_at == time_never);
  CHECK_FALSE(progress.accepted({3}, Time{2}, delay));
  CHECK(progress.match == Index{5});
}

TEST_CASE("a rejection that is old or repeated does not back up again") {
  Progress progress = fresh();
  progress.next = {10};
  progress.appended({10}, {10}, Time{0});
  CHECK(progress.rejection_counts({9}));
  progress.rejected({4});
  CHECK(progress.state == Progress::State::probe);
  CHECK(progress.next == Index{4});
  CHECK_FALSE(progress.rejection_counts({9}));  // the same one again
  progress.appended({4}, {10}, Time{1});
  CHECK_FALSE(progress.may_append(16));  // one at a time while probing
  CHECK_FALSE(progress.rejection_counts({9}));
  CHECK(progress.rejection_counts({3}));
  CHECK(progress.accepted({10}, Time{2}, delay));
  CHECK(progress.state == Progress::State::replicate);
  CHECK_FALSE(progress.rejection_counts({3}));  // what is held already cannot be refused
}

TEST_CASE("no append has the first index and the attempt of an earlier one") {
  Progress progress = fresh();
  progress.next = {10};
  progress.appended({10}, {12}, Time{0});
  progress.rejected({5});
  progress.appended({5}, {9}, Time{1});
  progress.accepted({9}, Time{2}, delay);
  CHECK(progress.next == Index{10});
  CHECK(progress.attempt == 1);  // index 10 was sent before as attempt 0
  progress.appended({10}, {12}, Time{3});
  progress.accepted({12}, Time{4}, delay);
  CHECK(progress.attempt == 0);
}

TEST_CASE("silence ends with any answer, and the delay follows the answers within bounds") {
  Progress progress = fresh();
  progress.state = Progress::State::silent;
  progress.late = true;
  CHECK_FALSE(progress.may_append(16));
  progress.answered(Time{} + milliseconds(0), Time{} + milliseconds(60), delay, delay_max);
  CHECK(progress.may_append(16));
  CHECK_FALSE(progress.late);
  CHECK(progress.backoff == milliseconds(90));
  progress.answered(Time{} + milliseconds(0), Time{} + seconds(60), delay, delay_max);
  CHECK(progress.retransmit_delay(delay, delay_max) == delay_max);
  for (int i = 0; i < 200; ++i) progress.answered(Time{5}, Time{6}, delay, delay_max);
  CHECK(progress.retransmit_delay(delay, delay_max) == delay);
  CHECK(progress.round == Time{5});
}
