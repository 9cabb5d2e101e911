// Clocks of nodes: what one shows, when it will show a time, and the three places where it meets the world's time.
#include <algorithm>

#include "simnet/clock.hpp"
#include "tests/catch.hpp"
#include "tests/property.hpp"
#include "tests/simnet/toy_world.hpp"

using namespace whitewater;
using namespace whitewater::simnet;
using namespace whitewater::simnet::test;

namespace {

using Times = std::vector<Time>;

constexpr Duration ms(std::int64_t count) {
  return milliseconds(count);
}

Clock clock_of(std::int32_t rate_ppm, Duration offset, std::vector<ClockJump> jumps = {}) {
  Clock clock;
  clock.set(rate_ppm, offset, jumps);
  return clock;
}

// The model: a clock that is looked at every `step`, and only ever moves on.
class Stepped {
 public:
  Stepped(std::int64_t per_million, Duration offset, std::vector<ClockJump> jumps)
      : per_million_(per_million), offset_(offset), jumps_(std::move(jumps)) {}

  Time shows(std::int64_t world) {
    for (; next_ <= world; ++next_) {
      // One jump after the other, also where several come at once: what the clock showed before one it never takes
      // back.
      std::int64_t base = offset_.ns;
      std::int64_t begin = 0;
      const auto raw = [&] { return base + (next_ - begin) * per_million_ / 1'000'000; };
      for (const ClockJump& jump : jumps_) {
        if (jump.at.ns > next_) break;
        if (jump.at.ns == next_) shown_ = std::max(shown_, raw());
        base += (jump.at.ns - begin) * per_million_ / 1'000'000 + jump.by.ns;
        begin = jump.at.ns;
      }
      shown_ = std::max(shown_, raw());
    }
    return Time{shown_};
  }

 private:
  std::int64_t per_million_;
  Duration offset_;
  std::vector<ClockJump> jumps_;
  std::int64_t next_ = 0;
  std::int64_t shown_ = INT64_MIN;
};

}  // namespace

TEST_CASE("a clock runs at its rate from its offset on") {
  const Clock clock = clock_of(1'000, ms(5));
  REQUIRE(clock.shows(Time{}) == at(ms(5)));
  REQUIRE(clock.shows(at(ms(1'000))) == at(ms(1'006)));
  REQUIRE(clock.when(at(ms(1'006))) == at(ms(1'000)));
  REQUIRE(clock.when(at(ms(5))) == Time{});
  REQUIRE(clock.when(Time{}) == Time{});
  const Clock slow = clock_of(-500'000, {});
  REQUIRE(slow.shows(at(ms(10))) == at(ms(5)));
  REQUIRE(slow.when(at(ms(5))) == at(ms(10)));
}

TEST_CASE("a jump forward moves the clock; one back makes it stand still for so long") {
  const Clock clock = clock_of(0, {}, {{ms(10), ms(3)}, {ms(20), Duration{} - ms(4)}});
  REQUIRE(clock.shows(at(ms(10)) - nanoseconds(1)) == at(ms(10)) - nanoseconds(1));
  REQUIRE(clock.shows(at(ms(10))) == at(ms(13)));
  REQUIRE(clock.shows(at(ms(20))) == at(ms(23)));
  REQUIRE(clock.shows(at(ms(22))) == at(ms(23)));
  REQUIRE(clock.shows(at(ms(24))) == at(ms(23)));
  REQUIRE(clock.shows(at(ms(25))) == at(ms(24)));
  REQUIRE(clock.when(at(ms(11))) == at(ms(10)));
  REQUIRE(clock.when(at(ms(23))) == at(ms(20)));
  REQUIRE(clock.when(at(ms(23)) + nanoseconds(1)) == at(ms(24)) + nanoseconds(1));
}

TEST_CASE("a clock that is the world's own is plain, and no time is too late for another") {
  REQUIRE(clock_of(0, {}).plain());
  const Time last{time_never.ns - 1};
  REQUIRE(clock_of(0, {}).when(last) == last);
  REQUIRE(clock_of(-100'000, {}).when(last) == last);
  REQUIRE(clock_of(100'000, {}).when(last) < last);
}

TEST_CASE("clocks agree with a model that is looked at every nanosecond") {
  tests::check_property([](std::uint32_t rate_word, std::uint8_t ahead, const std::vector<std::uint16_t>& words) {
    const auto rate = static_cast<std::int32_t>(rate_word * 2'654'435'761u % 1'000'001) - 500'000;
    const Duration offset{ahead % 50};
    std::vector<ClockJump> jumps;
    std::int64_t when = 0;
    for (const std::uint16_t word : words) {
      when += word % 40;
      jumps.push_back({Duration{when}, Duration{std::int64_t{word} * 40'503 / 64 % 81 - 40}});
    }
    const Clock clock = clock_of(rate, offset, jumps);
    Stepped model(1'000'000 + rate, offset, jumps);
    std::vector<Time> shown;
    for (std::int64_t world = 0; world < 250; ++world) shown.push_back(model.shows(world));
    for (std::int64_t world = 0; world < 250; ++world)
      REQUIRE(clock.shows(Time{world}) == shown[static_cast<std::size_t>(world)]);
    for (std::int64_t target = 0; target <= shown.back().ns; ++target) {
      const auto first = std::lower_bound(shown.begin(), shown.end(), Time{target});
      REQUIRE(clock.when(Time{target}).ns == first - shown.begin());
    }
  });
}

TEST_CASE("an actor is handed its own clock's time, and timers follow it") {
  ToyWorld toys(toy_config(2), [](NodeId, const Seen& event, Effects& effects) {
    if (event.kind == EventKind::started || event.kind == EventKind::timer_fired)
      effects.set_timer(TimerId{0}, event.now + ms(10));
  });
  const ClockJump jumps[] = {{ms(25), ms(7)}, {ms(40), Duration{} - ms(20)}};
  toys.world.set_clock(node(0), 1'000'000 / 4, ms(100));
  toys.world.set_clock(node(1), 0, {}, jumps);
  toys.run(ms(33));
  REQUIRE(toys.toys[0].times(EventKind::started) == Times{at(ms(100))});
  // Each 10 ms of this clock are 8 of the world's.
  REQUIRE(toys.toys[0].times(EventKind::timer_fired) == Times{at(ms(110)), at(ms(120)), at(ms(130)), at(ms(140))});
  REQUIRE(toys.world.shown_by_clock(node(0)) == at(ms(100)) + microseconds(41'250));
  // The timer for 30 ms fires at the jump, when the clock shows 32 ms.
  REQUIRE(toys.toys[1].times(EventKind::timer_fired) == Times{at(ms(10)), at(ms(20)), at(ms(32))});
  toys.run(ms(54));
  REQUIRE(toys.world.shown_by_clock(node(1)) == at(ms(47)));
  REQUIRE(toys.toys[1].times(EventKind::timer_fired).back() == at(ms(42)));  // the next is set for 52 ms
  toys.run(ms(65));
  REQUIRE(toys.toys[1].times(EventKind::timer_fired).back() == at(ms(52)));
  toys.run(ms(64) + ms(1));
  REQUIRE(toys.world.shown_by_clock(node(1)) == at(ms(52)));
}

TEST_CASE("the time that an event takes passes on the node's clock, and over a restart the clock goes on") {
  ToyWorld toys(toy_config(2), [](NodeId self, const Seen& event, Effects& effects) {
    if (self != node(0) || event.kind != EventKind::started) return;
    effects.send(SendKind::message, node(1), effects.make<Probe>(Probe{1}), 1, 0, ms(10));
    effects.busy_for(ms(20));
  });
  toys.world.set_clock(node(0), -500'000, {});
  toys.run(ms(39));
  REQUIRE(toys.world.busy(node(0)));
  toys.run(ms(40));
  REQUIRE_FALSE(toys.world.busy(node(0)));
  REQUIRE(toys.toys[1].times(EventKind::message_arrived) == Times{at(ms(21))});
  toys.world.kill(node(0));
  toys.run(ms(50));
  toys.world.restart(node(0));
  toys.run(ms(60));
  REQUIRE(toys.toys[0].times(EventKind::started) == Times{Time{}, at(ms(25))});
}

TEST_CASE("observers are told the world's time, and may ask what the node's clock shows") {
  class Clocks final : public Observer {
   public:
    explicit Clocks(const World& world) : world_(world) {}
    Watches watches() const override { return {.sends = false, .events = true, .notes = false}; }
    void on_event(const EventRecord& record) override {
      seen.push_back({record.time, world_.shown_by_clock(record.node)});
    }
    std::vector<std::pair<Time, Time>> seen;

   private:
    const World& world_;
  };
  ToyWorld toys(toy_config(1), [](NodeId, const Seen& event, Effects& effects) {
    if (event.kind == EventKind::started) effects.set_timer(TimerId{0}, event.now + ms(3));
  });
  Clocks clocks(toys.world);
  toys.world.set_clock(node(0), 500'000, ms(1));
  toys.world.add_observer(clocks);
  toys.run(ms(10));
  REQUIRE(clocks.seen == std::vector<std::pair<Time, Time>>{{Time{}, at(ms(1))}, {at(ms(2)), at(ms(4))}});
}
