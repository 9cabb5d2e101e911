// Whom the course's five events strike, and what the course forgets then.
#include <map>

#include "tests/catch.hpp"
#include "tests/course/course_bench.hpp"

using namespace whitewater;
using namespace whitewater::course;

namespace {

constexpr NodeId r0{0}, r1{1}, r2{2}, r3{3};

// Thirty events of one type.
Rules events_of(EventType type, unsigned replicas = 5) {
  Rules rules = small_rules(200);
  rules.replicas = replicas;
  for (int i = 0; i < 30; ++i) rules.events.push_back({type, seconds(i)});
  return rules;
}

// A course that believes leader to lead, with a client that was told so: the one of request 0.
struct Led {
  Led(const Rules& rules, NodeId leader) : bench(rules) {
    bench.course.saw_replica_message(r0, r1, leader);
    bench.ok(bench.fire(0), leader);
  }
  bool client_remembers(NodeId leader) {
    return request_of(bench.fire(bench.course.workload().next_of(0))).leader == leader;
  }
  NodeSet strike(std::size_t event) {
    const NodeSet targets = bench.course.resolve(event);
    bench.course.struck(event, targets);
    return targets;
  }
  CourseBench bench;
};

}  // namespace

TEST_CASE("kill_leader kills the current leader, and everybody forgets it") {
  Led led(events_of(EventType::kill_leader), r2);
  CHECK(led.strike(0) == NodeSet::of(r2));
  CHECK_FALSE(led.bench.course.living().contains(r2));
  CHECK(led.bench.course.leader() == no_node);
  CHECK(led.client_remembers(no_node));
  CHECK(led.bench.course.finish().killed == 1);
  CHECK(led.bench.course.finish().died == 0);
}

TEST_CASE("kill_leader does nothing while nobody leads") {
  Led led(events_of(EventType::kill_leader), r2);
  led.bench.course.saw_replica_message(r0, r1, no_node);
  CHECK(led.strike(0).empty());
  CHECK(led.bench.course.living() == NodeSet::first(5));
  CHECK(led.client_remembers(r2));
  CHECK(led.bench.course.finish().killed == 0);
}

TEST_CASE("a kill_leader of a leader that is dead already kills nobody, but everybody forgets") {
  Led led(events_of(EventType::kill_leader), r2);
  led.strike(0);
  led.bench.course.saw_replica_message(r0, r1, r2);  // a late message still names it
  CHECK(led.strike(1) == NodeSet::of(r2));
  CHECK(led.bench.course.leader() == no_node);
  CHECK(led.bench.course.finish().killed == 1);
  CHECK(led.bench.course.living().size() == 4);
}

TEST_CASE("kill_non_leader kills a random living replica that does not lead, and nobody forgets") {
  std::map<std::uint16_t, int> killed;
  for (std::size_t event = 0; event < 30; ++event) {
    Led led(events_of(EventType::kill_non_leader), r2);
    led.bench.course.saw_death(r3);
    const NodeSet targets = led.strike(event);
    REQUIRE(targets.size() == 1);
    CHECK_FALSE(targets.contains(r2));
    CHECK_FALSE(targets.contains(r3));
    ++killed[(*targets.begin()).value];
    CHECK(led.bench.course.leader() == r2);
    CHECK(led.client_remembers(r2));
    CHECK(led.bench.course.finish().killed == 1);
    CHECK(led.bench.course.finish().died == 1);
  }
  CHECK(killed.size() == 3);
}

TEST_CASE("kill_non_leader strikes anybody while nobody leads, and nobody when only the leader lives") {
  Led led(events_of(EventType::kill_non_leader), no_node);
  NodeSet struck;
  for (std::size_t event = 0; event < 30; ++event) struck = struck | led.bench.course.resolve(event);
  CHECK(struck == NodeSet::first(5));

  led.bench.course.saw_replica_message(r0, r1, r2);
  for (const NodeId node : NodeSet::first(5) - NodeSet::of(r2)) led.bench.course.saw_death(node);
  CHECK(led.strike(0).empty());
  CHECK(led.bench.course.living() == NodeSet::of(r2));
}

TEST_CASE("part_easy cuts off a majority with the leader, dead replicas included; nobody forgets") {
  for (const unsigned replicas : {3u, 4u, 5u, 21u}) {
    INFO(replicas << " replicas");
    NodeSet chosen;
    for (std::size_t event = 0; event < 30; ++event) {
      Led led(events_of(EventType::part_easy, replicas), r2);
      led.bench.course.saw_death(r1);
      const NodeSet side = led.strike(event);
      CHECK(side.size() == replicas / 2 + 1);
      CHECK(side.contains(r2));
      CHECK(side - NodeSet::first(replicas) == NodeSet{});
      chosen = chosen | side;
      CHECK(led.bench.course.leader() == r2);
      CHECK(led.client_remembers(r2));
    }
    CHECK(chosen.contains(r1));
    CHECK(chosen == NodeSet::first(replicas));
  }
}

TEST_CASE("part_easy without a leader is a part_hard") {
  Led led(events_of(EventType::part_easy), r2);
  led.bench.course.saw_replica_message(r0, r1, no_node);
  CHECK(led.strike(0).size() == 3);
  CHECK(led.client_remembers(no_node));
}

TEST_CASE("part_hard cuts off a random majority, with or without the leader, and everybody forgets") {
  int with_leader = 0;
  for (std::size_t event = 0; event < 30; ++event) {
    Led led(events_of(EventType::part_hard), r2);
    const NodeSet side = led.strike(event);
    CHECK(side.size() == 3);
    with_leader += side.contains(r2) ? 1 : 0;
    CHECK(led.bench.course.leader() == no_node);
    CHECK(led.client_remembers(no_node));
  }
  CHECK(with_leader > 5);  // three fifths of thirty
  CHECK(with_leader < 28);
}

TEST_CASE("the draws of an event depend on the seed and its number, not on what happened before") {
  CourseBench bench(events_of(EventType::part_hard), 3);
  CourseBench again(events_of(EventType::part_hard), 3);
  again.fire(0);
  again.course.struck(0, again.course.resolve(0));
  CHECK(bench.course.resolve(7) == again.course.resolve(7));
  CourseBench other(events_of(EventType::part_hard), 4);
  int differing = 0;
  for (std::size_t event = 0; event < 30; ++event)
    differing += bench.course.resolve(event) == other.course.resolve(event) ? 0 : 1;
  CHECK(differing > 15);
}

TEST_CASE("a leader that names no replica crashes the course where an event needs it") {
  for (const EventType type : {EventType::kill_leader, EventType::part_easy, EventType::kill_non_leader,
                               EventType::part_hard, EventType::part_end}) {
    INFO(event_type_names[static_cast<std::size_t>(type)]);
    Led led(events_of(type), NodeId{9});
    CHECK_FALSE(led.bench.course.crashed());
    led.strike(0);
    const bool fatal = type == EventType::kill_leader || type == EventType::part_easy;
    CHECK(led.bench.course.crashed() == fatal);
    CHECK(led.bench.course.over() == fatal);
    CHECK(led.bench.course.finish().incorrect == (fatal ? 1 : 0));
  }
}
