// A cluster that is watched again, through deaths, restarts and slow disks, allocates nothing.
#include "tests/catch.hpp"
#include "tests/check/property_world.hpp"
#include "tools/allocation_counter.hpp"

using namespace whitewater;
using namespace whitewater::checks;

TEST_CASE("a further run with all properties allocates nothing and is the same run") {
  PropertyWorld world;
  world.config.message_link.loss = Probability{50'000};
  SECTION("instant disks") {}
  SECTION("slow disks") {
    world.config.disk = {simnet::DelayModel::Kind::uniform, microseconds(100), milliseconds(3), {}, {}, {}, {}};
  }
  for (int second = 2; second < 20; second += 3) {
    const simnet::Target target = PropertyWorld::target(NodeId{static_cast<std::uint16_t>(second % 2)});
    world.fault(seconds(second), KindId::partition, target);
    world.fault(seconds(second + 1), KindId::kill, target);
    world.fault_ends(seconds(second + 1), KindId::partition, {});
    world.fault_ends(seconds(second + 2), KindId::kill, target);
  }
  world.run(seconds(20));
  world.run(seconds(20));  // the pool of payloads learns how many large ones come back
  const std::uint64_t first = world.world.digest();
  CHECK(world.client.done > 500);
  const std::size_t before = tools::allocations_so_far();
  world.run(seconds(20));
  const std::size_t after = tools::allocations_so_far();
  CHECK(before > 0);
  CHECK(after == before);
  CHECK(world.world.digest() == first);
  CHECK_FALSE(world.observer.violation().has_value());
}
