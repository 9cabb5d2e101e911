// How long each fault lasted, from the words of those who made it.
#include "core/check/linearizability/fault_spans.hpp"

#include "tests/catch.hpp"

using namespace whitewater::checks;

TEST_CASE("a kill lasts until the restart of those it struck, a partition until it is healed") {
  FaultSpans spans;
  spans.add(1, "kill_leader", "0002");
  spans.add(2, "kill", "0001 0003");
  spans.add(3, "part_easy", "0001 0002");
  spans.add(4, "cut", "0001");
  spans.add(5, "heal_cut", "");
  spans.add(6, "part_end", "");
  spans.add(7, "restart", "0001 0002");
  spans.add(8, "heal_partition", "");
  const auto& list = spans.list();
  REQUIRE(list.size() == 4);
  CHECK(list[0].text == "kill_leader: 0002");
  CHECK(list[0].to == 7);
  CHECK(list[1].to == Operation::never);  // 0003 is still dead
  CHECK(list[2].to == 6);
  CHECK(list[3].to == 5);
}

TEST_CASE("faults of one name that have numbers end each by itself, and a heal ends all") {
  FaultSpans spans;
  spans.add(1, "loss", "0001", 1);
  spans.add(2, "loss", "0001", 2);
  spans.add(3, "partition", "0001", 3);
  spans.end(4, "loss", 1, "0001");
  spans.end(5, "partition", 4, "0001");
  spans.add(6, "heal", "");
  REQUIRE(spans.list().size() == 3);
  CHECK(spans.list()[0].to == 4);
  CHECK(spans.list()[1].to == 6);
  CHECK(spans.list()[2].to == 6);
}

TEST_CASE("others tell of a fault when they begin it and when they have, and call its end a stop") {
  FaultSpans spans;
  spans.add(1, "start-partition", "");
  spans.add(2, "start-partition", "[:isolated {}]");
  spans.add(3, "stop-partition", "");
  spans.add(4, "stop-partition", ":network-healed");
  REQUIRE(spans.list().size() == 1);
  CHECK(spans.list()[0].to == 3);
}
