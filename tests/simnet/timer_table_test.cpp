// The lazy timers against a model that is not: the same timers fire in the same order.
#include <algorithm>
#include <array>
#include <tuple>
#include <vector>

#include "simnet/timer_table.hpp"
#include "tests/catch.hpp"
#include "tests/property.hpp"

using namespace whitewater;
using simnet::TimerTable;

namespace {

// (deadline, sequence, node, timer)
using Firing = std::tuple<std::int64_t, std::uint64_t, unsigned, unsigned>;

// The deadline and the sequence of the latest set, for each timer; fires the least.
class NaiveTimers {
 public:
  void set(unsigned node, unsigned timer, std::int64_t deadline, std::uint64_t sequence) {
    cancel(node, timer);
    armed_.push_back({deadline, sequence, node, timer});
  }
  void cancel(unsigned node, unsigned timer) {
    std::erase_if(armed_, [&](const Firing& f) { return std::get<2>(f) == node && std::get<3>(f) == timer; });
  }
  // What fires up to and including limit, in order.
  std::vector<Firing> fire_until(std::int64_t limit) {
    std::sort(armed_.begin(), armed_.end());
    std::vector<Firing> fired;
    while (!armed_.empty() && std::get<0>(armed_.front()) <= limit) {
      fired.push_back(armed_.front());
      armed_.erase(armed_.begin());
    }
    return fired;
  }

 private:
  std::vector<Firing> armed_;
};

std::vector<Firing> fire_until(TimerTable& timers, std::int64_t limit) {
  std::vector<Firing> fired;
  while (timers.top() != simnet::EventQueue::never && timers.top().time().ns <= limit) {
    const simnet::EventQueue::Key key = timers.top();
    if (timers.pop())
      fired.push_back({key.time().ns, key.sequence(), TimerTable::node_of(key).value, TimerTable::timer_of(key).value});
  }
  return fired;
}

constexpr TimerId timer_0{0};
constexpr NodeId node_0{0};

}  // namespace

TEST_CASE("lazy timers fire exactly as a list of deadlines sorted by (deadline, sequence of the latest set)") {
  constexpr unsigned nodes = 3;
  tests::check_property([&](const std::vector<std::uint32_t>& steps) {
    TimerTable timers;
    timers.reset(nodes);
    NaiveTimers model;
    std::int64_t now = 0;
    std::uint64_t sequence = 0;
    for (const std::uint32_t step : steps) {
      const unsigned node = step % nodes;
      const unsigned timer = (step >> 2) % 3;
      const NodeId id{static_cast<std::uint16_t>(node)};
      const TimerId timer_id{static_cast<std::uint8_t>(timer)};
      switch ((step >> 4) % 8) {
        case 0:
          model.cancel(node, timer);
          timers.cancel(id, timer_id);
          break;
        case 1:
        case 2: {
          now += (step >> 8) % 20;
          RC_ASSERT(fire_until(timers, now) == model.fire_until(now));
          break;
        }
        default: {
          const std::int64_t deadline = now + (step >> 8) % 30;
          model.set(node, timer, deadline, ++sequence);
          timers.set(id, timer_id, Time{deadline}, sequence);
        }
      }
    }
    RC_ASSERT(fire_until(timers, now + 100) == model.fire_until(now + 100));
    RC_ASSERT(timers.top() == simnet::EventQueue::never);
  });
}

TEST_CASE("a timer that is set later fires once, at the later deadline") {
  TimerTable timers;
  timers.reset(1);
  timers.set(node_0, timer_0, Time{10}, 1);
  timers.set(node_0, timer_0, Time{30}, 2);
  REQUIRE(fire_until(timers, 29).empty());
  REQUIRE(fire_until(timers, 100) == std::vector<Firing>{{30, 2, 0, 0}});
}

TEST_CASE("a timer that is set earlier fires once, at the earlier deadline") {
  TimerTable timers;
  timers.reset(1);
  timers.set(node_0, timer_0, Time{30}, 1);
  timers.set(node_0, timer_0, Time{10}, 2);
  REQUIRE(fire_until(timers, 100) == std::vector<Firing>{{10, 2, 0, 0}});
}

TEST_CASE(
    "a timer that is set earlier, fired, and set again to its first deadline fires there with its last sequence") {
  TimerTable timers;
  timers.reset(1);
  timers.set(node_0, timer_0, Time{30}, 1);
  timers.set(node_0, timer_0, Time{10}, 2);
  REQUIRE(fire_until(timers, 10).size() == 1);
  timers.set(node_0, timer_0, Time{30}, 3);
  REQUIRE(fire_until(timers, 100) == std::vector<Firing>{{30, 3, 0, 0}});
}

TEST_CASE("setting a timer again to the same deadline moves it behind others of that time") {
  TimerTable timers;
  timers.reset(2);
  timers.set(node_0, timer_0, Time{10}, 1);
  timers.set(NodeId{1}, timer_0, Time{10}, 2);
  timers.set(node_0, timer_0, Time{10}, 3);
  REQUIRE(fire_until(timers, 10) == std::vector<Firing>{{10, 2, 1, 0}, {10, 3, 0, 0}});
}

TEST_CASE("a node has eight timers and no ninth") {
  TimerTable timers;
  timers.reset(1);
  timers.set(node_0, TimerId{7}, Time{1}, 1);
  REQUIRE_THROWS_AS(timers.set(node_0, TimerId{8}, Time{1}, 2), CheckFailure);
}
