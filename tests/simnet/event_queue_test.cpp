// The event queue against a sorted vector, and the limits that must fail clean.
#include <algorithm>
#include <tuple>
#include <vector>

#include "core/base/hash.hpp"
#include "simnet/event_queue.hpp"
#include "simnet/slot_slab.hpp"
#include "tests/catch.hpp"
#include "tests/property.hpp"

using namespace whitewater;
using simnet::EventQueue;

namespace {

using Entry = std::tuple<std::int64_t, std::uint64_t, std::uint32_t>;

Entry entry(EventQueue::Key key) {
  return {key.time().ns, key.sequence(), key.slot()};
}

// Pushes (up to limit at once) and pops at will; true when every pop gave the model's least entry.
void follow_model(EventQueue& queue, const std::vector<std::uint16_t>& steps) {
  std::vector<Entry> model;  // descending: the least is at the back
  std::int64_t now = 0;
  std::uint64_t sequence = 0;
  for (const std::uint16_t step : steps) {
    if (step % 3 != 0 || model.empty()) {
      const Entry added{now + step % 17, ++sequence, step};
      queue.push(Time{std::get<0>(added)}, sequence, step);
      model.insert(std::upper_bound(model.begin(), model.end(), added, std::greater<>{}), added);
    } else {
      RC_ASSERT(entry(queue.top()) == model.back());
      now = std::get<0>(model.back());
      queue.pop();
      model.pop_back();
    }
    RC_ASSERT(queue.size() == model.size());
    RC_ASSERT(queue.empty() == model.empty());
  }
  for (; !model.empty(); model.pop_back(), queue.pop()) RC_ASSERT(entry(queue.top()) == model.back());
  RC_ASSERT(queue.top() == EventQueue::never);
}

}  // namespace

TEST_CASE("an event queue gives back what a sorted list would, by time, then sequence") {
  tests::check_property([](const std::vector<std::uint16_t>& steps) {
    EventQueue queue;
    follow_model(queue, steps);
  });
}

TEST_CASE("an event queue that grew far beyond its first memory keeps the order, and is as new when cleared") {
  EventQueue queue;
  for (int round = 0; round < 2; ++round) {
    std::vector<std::int64_t> times;
    for (std::uint64_t i = 1; i <= 5'000; ++i) {
      times.push_back(static_cast<std::int64_t>(mix(i) % 1'000));
      queue.push(Time{times.back()}, i, 0);
    }
    std::sort(times.begin(), times.end());
    std::vector<std::int64_t> popped;
    for (std::size_t i = 0; i < 2'500; ++i, queue.pop()) popped.push_back(queue.top().time().ns);
    times.resize(2'500);
    REQUIRE(popped == times);
    queue.clear();
    REQUIRE(queue.empty());
    REQUIRE(queue.top() == EventQueue::never);
  }
}

TEST_CASE("a cleared event queue begins again at time zero") {
  EventQueue queue;
  queue.push(Time{50}, 1, 1);
  queue.pop();
  REQUIRE_THROWS_AS(queue.push(Time{49}, 2, 1), CheckFailure);
  queue.push(Time{50}, 2, 1);
  queue.clear();
  queue.push(Time{0}, 1, 7);
  REQUIRE(queue.top().slot() == 7);
}

TEST_CASE("an event queue refuses what does not fit into a key") {
  EventQueue queue;
  REQUIRE_THROWS_AS(queue.push(Time{1}, EventQueue::sequence_end, 0), CheckFailure);
  REQUIRE_THROWS_AS(queue.push(Time{1}, 1, EventQueue::slot_end), CheckFailure);
  REQUIRE_THROWS_AS(queue.push(time_never, 1, 0), CheckFailure);
  REQUIRE_THROWS_AS(queue.push(Time{-1}, 1, 0), CheckFailure);
  REQUIRE_THROWS_AS(queue.pop(), CheckFailure);
  queue.push(Time{INT64_MAX - 1}, EventQueue::sequence_end - 2, EventQueue::slot_end - 1);
  REQUIRE(entry(queue.top()) == Entry{INT64_MAX - 1, EventQueue::sequence_end - 2, EventQueue::slot_end - 1});
}

TEST_CASE("slots are used again last in, first out") {
  simnet::SlotSlab slots;
  const auto put = [&](std::uint32_t word) { return slots.put(simnet::Slot::Kind::start, NodeId{1}, word); };
  for (std::uint32_t i = 0; i < 4; ++i) REQUIRE(put(100 + i) == i);
  REQUIRE(slots.take(1).word == 101);
  REQUIRE(slots.take(3).word == 103);
  REQUIRE(put(0) == 3);
  REQUIRE(put(0) == 1);
  REQUIRE(put(0) == 4);
}
