// What the course does with messages of replicas: counting, and who is believed to lead.
#include "tests/catch.hpp"
#include "tests/course/course_bench.hpp"

using namespace whitewater;
using namespace whitewater::course;

namespace {

constexpr NodeId r0{0}, r1{1}, r2{2}, r3{3}, r4{4};

// Rules with a partition, and a course on which it stands with that side chosen.
Rules partition_rules() {
  Rules rules = small_rules();
  rules.events = {{EventType::part_hard, seconds(5)}, {EventType::part_end, seconds(10)}};
  return rules;
}

}  // namespace

TEST_CASE("messages are counted by their destination") {
  const struct {
    const char* what;
    NodeId to;
    std::uint64_t total_msgs;
    std::uint64_t incorrect;
  } rows[] = {
      {"a replica", r1, 1, 0},
      {"everybody", no_node, 4, 0},
      {"a client", NodeId{5}, 0, 0},
      {"the last client", NodeId{12}, 0, 0},
      {"nobody there", NodeId{13}, 0, 1},
  };
  for (const auto& row : rows) {
    INFO(row.what);
    CourseBench bench;
    CHECK(bench.course.saw_replica_message(r0, row.to, r0) == (row.incorrect == 0));
    const Statistics after = bench.course.finish();
    CHECK(after.total_msgs == row.total_msgs);
    CHECK(after.incorrect == row.incorrect);
    CHECK(after.total_drops == 0);
    CHECK(bench.course.leader() == r0);  // learned before the destination is looked at
  }
}

TEST_CASE("a broadcast counts dead replicas too, and a message to a dead one is counted but no drop") {
  CourseBench bench;
  bench.course.saw_death(r4);
  bench.course.saw_replica_message(r0, no_node, r0);
  bench.course.saw_replica_message(r0, r4, r0);
  CHECK(bench.course.finish().total_msgs == 5);
  CHECK(bench.course.finish().total_drops == 0);
}

TEST_CASE("drops and malformed messages are counted as they are reported") {
  CourseBench bench;
  bench.course.saw_drop();
  bench.course.saw_drop();
  bench.course.saw_malformed();
  CHECK(bench.course.finish().total_drops == 2);
  CHECK(bench.course.finish().incorrect == 1);
}

TEST_CASE("every message says who leads, answers to clients and FFFF too") {
  CourseBench bench;
  CHECK(bench.course.leader() == no_node);
  bench.course.saw_replica_message(r1, r2, r1);
  CHECK(bench.course.leader() == r1);
  bench.course.saw_replica_message(r3, NodeId{6}, r2);
  CHECK(bench.course.leader() == r2);
  bench.course.saw_replica_message(r4, r2, no_node);
  CHECK(bench.course.leader() == no_node);
  bench.course.saw_replica_message(r4, no_node, r2);
  bench.course.saw_replica_message(r3, r4, r2);
  CHECK(bench.course.leader() == r2);
  CHECK(bench.course.finish().leaders == 3);  // r1, r2, and r2 again after nobody
}

TEST_CASE("while a partition stands, only the chosen majority says who leads") {
  CourseBench bench(partition_rules());
  bench.course.saw_replica_message(r4, r3, r4);
  bench.course.struck(0, NodeSet{0b00111});
  CHECK(bench.course.leader() == no_node);

  bench.course.saw_replica_message(r4, r3, r4);
  CHECK(bench.course.leader() == no_node);
  bench.course.saw_replica_message(r4, NodeId{5}, r4);  // an answer to a client says nothing either
  CHECK(bench.course.leader() == no_node);
  bench.course.saw_replica_message(r2, r4, r1);
  CHECK(bench.course.leader() == r1);
  bench.course.saw_replica_message(r3, r4, no_node);
  CHECK(bench.course.leader() == r1);
  CHECK(bench.course.finish().total_msgs == 4);  // counted all the same

  bench.course.struck(1, {});
  CHECK(bench.course.leader() == r1);  // the end of a partition makes nobody forget
  bench.course.saw_replica_message(r4, r3, r4);
  CHECK(bench.course.leader() == r4);
}

TEST_CASE("a client learns the leader from both sides of a partition") {
  CourseBench bench(partition_rules());
  bench.course.struck(0, NodeSet{0b00111});
  bench.ok(bench.fire(0), r4);
  CHECK(bench.fire(bench.course.workload().next_of(0)).to == r4);
}

TEST_CASE("a partition separates replicas of different sides and nobody else") {
  CourseBench bench(partition_rules());
  CHECK_FALSE(bench.course.separated(r0, r4));
  bench.course.struck(0, NodeSet{0b00111});
  CHECK(bench.course.separated(r0, r4));
  CHECK(bench.course.separated(r4, r0));
  CHECK_FALSE(bench.course.separated(r0, r2));
  CHECK_FALSE(bench.course.separated(r3, r4));
  CHECK_FALSE(bench.course.separated(r4, NodeId{5}));
  bench.course.struck(1, {});
  CHECK_FALSE(bench.course.separated(r0, r4));
}

TEST_CASE("the run is over when total_msgs reaches max_packets; unsent requests are not unanswered") {
  Rules rules = small_rules();
  rules.max_packets = 10;
  CourseBench bench(rules);
  bench.fire(0);
  for (int i = 0; i < 2; ++i) bench.course.saw_replica_message(r0, no_node, r0);
  bench.course.saw_replica_message(r0, r1, r0);
  CHECK_FALSE(bench.course.over());
  bench.course.saw_replica_message(r0, r1, r0);
  CHECK(bench.course.packets_exhausted());
  CHECK(bench.course.over());
  CHECK(bench.course.finish().unanswered_put == 1);
}
