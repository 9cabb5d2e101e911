// Durable writes: what waits for them, in which order it leaves, and what a crash leaves behind.
#include <algorithm>

#include "tests/catch.hpp"
#include "tests/simnet/toy_world.hpp"

using namespace whitewater;
using namespace whitewater::simnet;
using namespace whitewater::simnet::test;
using faults::ending;
using faults::KindId;
using faults::point_fault;

namespace {

using Numbers = std::vector<std::uint64_t>;

WorldConfig slow_disks(Duration latency) {
  WorldConfig config = toy_config(2);
  config.disk = constant(latency);
  return config;
}

// Does once, at the start of node 0's first life.
template <class Once>
auto first_thing(Once once) {
  return [once](NodeId self, const Seen& event, Effects& effects) {
    if (self == node(0) && event.kind == EventKind::started && event.now == Time{}) once(effects);
  };
}

void kill_and_restart(ToyWorld& toys, Duration when) {
  toys.with_faults({point_fault(at(when), KindId::kill, target({0})), ending(at(when), KindId::kill, target({0}))})
      .run(when + milliseconds(100));
}

}  // namespace

TEST_CASE("what is sent leaves when the writes before it are durable; what names no write leaves at once") {
  ToyWorld toys(slow_disks(milliseconds(5)), first_thing([](Effects& effects) {
                  effects.append(1, 1, effects.make<Probe>(Probe{100}));
                  effects.send_message(node(1), effects.make<Probe>(Probe{1}));
                  effects.send(SendKind::message, node(1), effects.make<Probe>(Probe{2}), 0, 0);
                  effects.send_request(node(1), effects.make<Probe>(Probe{3}));
                  effects.send_reply(node(1), effects.make<Probe>(Probe{4}));
                }));
  toys.run(milliseconds(20));
  std::vector<std::pair<Time, std::uint64_t>> arrived;
  for (const Seen& event : toys.toys[1].history)
    if (event.kind != EventKind::started) arrived.emplace_back(event.now, event.number);
  REQUIRE(arrived ==
          std::vector<std::pair<Time, std::uint64_t>>{
              {at(milliseconds(1)), 2}, {at(milliseconds(6)), 1}, {at(milliseconds(6)), 3}, {at(milliseconds(6)), 4}});
  REQUIRE(toys.sends.sent[1].time == at(milliseconds(5)));  // observers see it when it leaves
}

TEST_CASE("writes become durable in the order of issue, whatever each would have taken alone") {
  WorldConfig config = toy_config(2);
  config.disk = uniformly({}, milliseconds(10));
  ToyWorld toys(config, first_thing([](Effects& effects) {
                  for (std::uint64_t k = 1; k <= 40; ++k) {
                    effects.append(k, 1, effects.make<Probe>(Probe{k}));
                    effects.send_request(node(1), effects.make<Probe>(Probe{k}));
                  }
                }));
  struct Durable final : Observer {
    void on_durable(const WritesRecord& writes) override {
      REQUIRE(writes.node == node(0));
      REQUIRE(writes.first == writes.last);
      numbers.push_back(writes.last);
    }
    Numbers numbers;
  } durable;
  toys.world.add_observer(durable);
  toys.run(milliseconds(100));
  Numbers expected;
  for (std::uint64_t k = 1; k <= 40; ++k) expected.push_back(k);
  REQUIRE(toys.toys[1].numbers(EventKind::request_arrived) == expected);
  REQUIRE(durable.numbers == expected);
}

TEST_CASE("sends that name different writes leave with their own, in the order of issue for each") {
  ToyWorld toys(slow_disks(milliseconds(5)), [](NodeId self, const Seen& event, Effects& effects) {
    if (self != node(0)) return;
    if (event.kind == EventKind::started) effects.set_timer(TimerId{0}, event.now + milliseconds(1));
    const WriteNumber write =
        effects.append(event.kind == EventKind::started ? 1 : 2, 1, effects.make<Probe>(Probe{1}));
    const std::uint64_t base = write * 10;
    for (std::uint64_t k = 0; k < 3; ++k) effects.send_request(node(1), effects.make<Probe>(Probe{base + k}));
    if (write == 2)
      for (std::uint64_t k = 0; k < 3; ++k)
        effects.send(SendKind::request, node(1), effects.make<Probe>(Probe{100 + k}), 0, 1);
  });
  toys.run(milliseconds(20));
  REQUIRE(toys.toys[1].numbers(EventKind::request_arrived) == Numbers{10, 11, 12, 100, 101, 102, 20, 21, 22});
  REQUIRE(toys.toys[1].times(EventKind::request_arrived)[5] == at(milliseconds(6)));
  REQUIRE(toys.toys[1].times(EventKind::request_arrived)[6] == at(milliseconds(7)));
}

TEST_CASE("a hundred thousand sends wait for as many writes without a search through all of them each time") {
  constexpr std::uint64_t count = 100'000;
  ToyWorld toys(slow_disks(milliseconds(5)), first_thing([](Effects& effects) {
                  for (std::uint64_t k = 1; k <= count; ++k) {
                    effects.append(k, 1, effects.make<Probe>(Probe{k}));
                    effects.send_request(node(1), effects.make<Probe>(Probe{k}));
                  }
                }));
  toys.run(milliseconds(20));
  const Numbers arrived = toys.toys[1].numbers(EventKind::request_arrived);
  REQUIRE(arrived.size() == count);
  REQUIRE(std::is_sorted(arrived.begin(), arrived.end()));
}

TEST_CASE("a crash loses exactly the writes that are not durable and what waited for them") {
  // Write k is issued at k-1 ms and takes 5 ms.
  const auto writer = [](NodeId self, const Seen& event, Effects& effects) {
    if (self != node(0) || (event.kind == EventKind::started && event.now != Time{})) return;
    const auto k = static_cast<std::uint64_t>(event.now.ns / 1'000'000) + 1;
    effects.append(k, 1, effects.make<Probe>(Probe{k}));
    effects.replace(SlotId{1}, effects.make<Probe>(Probe{k}));
    effects.send_message(node(1), effects.make<Probe>(Probe{k}));
    effects.set_timer(TimerId{0}, event.now + milliseconds(1));
  };
  ToyWorld toys(slow_disks(milliseconds(5)), writer);
  kill_and_restart(toys, microseconds(8'500));
  REQUIRE(toys.toys[1].numbers(EventKind::message_arrived) == Numbers{1, 2, 3, 4});
  const Seen& restart = toys.toys[0].history.back();
  REQUIRE(restart.kind == EventKind::started);
  REQUIRE(restart.log == Numbers{1, 2, 3, 4});
  REQUIRE(restart.slots == Numbers{0, 4, 0, 0});
}

TEST_CASE("the next incarnation counts its writes from one and waits for none of the last") {
  ToyWorld toys(slow_disks(milliseconds(5)), [](NodeId self, const Seen& event, Effects& effects) {
    if (self != node(0) || event.kind != EventKind::started) return;
    REQUIRE(effects.last_write() == 0);
    effects.replace(SlotId{0}, effects.make<Probe>(Probe{7}));
    effects.send_message(node(1), effects.make<Probe>(Probe{static_cast<std::uint64_t>(event.now.ns)}));
  });
  kill_and_restart(toys, milliseconds(2));
  REQUIRE(toys.toys[1].numbers(EventKind::message_arrived) == Numbers{2'000'000});
  REQUIRE(toys.toys[1].times(EventKind::message_arrived) == std::vector<Time>{at(milliseconds(8))});
}

TEST_CASE("a log is appended to in batches, truncated, and recovered whole; also when writes take no time") {
  const Duration latency = GENERATE(Duration{}, microseconds(10));
  ToyWorld toys(slow_disks(latency), first_thing([](Effects& effects) {
                  effects.append(1, 3, effects.make<Probe>(Probe{10}));  // 10, 11, 12
                  effects.truncate(3);
                  effects.append(3, 2, effects.make<Probe>(Probe{20}));  // 10, 11, 20, 21
                  effects.replace(SlotId{3}, effects.make<Probe>(Probe{5}));
                  effects.replace(SlotId{3}, effects.make<Probe>(Probe{6}));
                  effects.append(5, 1, effects.make<Probe>(Probe{30}));
                  effects.truncate(5);
                }));
  kill_and_restart(toys, milliseconds(1));
  const Seen& first = toys.toys[0].history.front();
  REQUIRE(first.log.empty());
  REQUIRE(first.slots == Numbers{0, 0, 0, 0});
  REQUIRE(toys.toys[0].history.back().log == Numbers{10, 11, 20, 21});
  REQUIRE(toys.toys[0].history.back().slots == Numbers{0, 0, 0, 6});
}

TEST_CASE("writes that make no sense are broken reasoning") {
  const auto fails = [](auto once) {
    ToyWorld toys(toy_config(2), first_thing(once));
    REQUIRE_THROWS_AS(toys.run(milliseconds(1)), CheckFailure);
  };
  fails([](Effects& effects) { effects.append(2, 1, effects.make<Probe>(Probe{1})); });
  fails([](Effects& effects) { effects.truncate(2); });
  fails([](Effects& effects) { effects.truncate(0); });
  fails([](Effects& effects) { effects.trim(0); });
  fails([](Effects& effects) {
    effects.trim(3);
    effects.truncate(2);
  });
  fails([](Effects& effects) { effects.replace(SlotId{slots_max}, effects.make<Probe>(Probe{1})); });
  fails([](Effects& effects) { effects.append_chunk(SlotId{slots_max}, 0, effects.make<Probe>(Probe{1})); });
  fails([](Effects& effects) { effects.append_chunk(SlotId{0}, 1, effects.make<Probe>(Probe{1})); });
  fails([](Effects& effects) { effects.commit_slot(SlotId{0}, 0); });
  fails([](Effects& effects) {
    effects.append_chunk(SlotId{0}, 0, effects.make<Probe>(Probe{1}));
    effects.commit_slot(SlotId{0}, 2);
  });
  fails([](Effects& effects) {
    effects.append_chunk(SlotId{0}, 0, effects.make<Probe>(Probe{1}));
    effects.replace(SlotId{0}, effects.make<Probe>(Probe{2}));
    effects.commit_slot(SlotId{0}, 1);
  });
  fails([](Effects& effects) { effects.send(SendKind::message, node(1), effects.make<Probe>(Probe{1}), 0, 1); });
  fails([](Effects& effects) { effects.send_message(node(2), effects.make<Probe>(Probe{1})); });
}

TEST_CASE("what rots is counted until it is truncated, trimmed or forgotten") {
  PayloadPool pool;
  Disk disk;
  Effects effects(pool);
  for (std::uint64_t k = 1; k <= 6; ++k) effects.append(k, 1, effects.make<Probe>(Probe{k}));
  for (Effects::Write& write : effects.writes) disk.write(std::move(write));
  for (const std::uint64_t index : {1u, 3u, 3u, 6u}) disk.rot(index);
  REQUIRE(disk.recovered().damaged == 3);
  REQUIRE_FALSE(disk.recovered().log[2].payload);
  REQUIRE(number_of(disk.recovered().log[3].payload) == 4);
  effects.begin(0);
  effects.trim(2);
  disk.write(std::move(effects.writes[0]));
  REQUIRE(disk.recovered().damaged == 2);
  effects.begin(0);
  effects.truncate(6);
  disk.write(std::move(effects.writes[0]));
  REQUIRE(disk.recovered().damaged == 1);
  REQUIRE_THROWS_AS(disk.rot(1), CheckFailure);
  REQUIRE_THROWS_AS(disk.rot(6), CheckFailure);
  disk.reset();
  REQUIRE(disk.recovered().damaged == 0);
  REQUIRE(disk.recovered().log_first == 1);
}

TEST_CASE("a disk that is never idle holds no more than what is on its way") {
  PayloadPool pool;
  {
    Disk disk;
    for (std::uint64_t k = 0; k < 1'000; ++k) {
      Effects effects(pool);
      effects.replace(SlotId{0}, effects.make<Probe>(Probe{k}));
      disk.issue(std::move(effects.writes.front()), Time{});
      if (k >= 3) disk.complete();
    }
    REQUIRE(pool.blocks_in_use() == 4);  // three on their way and the slot's content
    REQUIRE(number_of(disk.recovered().slots[0]) == 996);
    disk.crash();
    REQUIRE(pool.blocks_in_use() == 1);
  }
  REQUIRE(pool.blocks_in_use() == 0);
}
