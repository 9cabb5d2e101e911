// What a leader knows of its followers, and commits: each property bites on a planted mistake, and what a correct
// leader may do, whose followers have gone on to another term or lost their tails, does not trip any.
#include "core/check/properties/leader_properties.hpp"

#include <array>
#include <string>

#include "tests/catch.hpp"
#include "tests/check/fake_replica.hpp"

using namespace whitewater;
using namespace whitewater::checks;

namespace {

constexpr NodeId leader{0};

// Three replicas on slow disks; node 0 leads term 2 and holds five entries: three of term 1, which node 2 made and
// still believes to lead, and two of its own.
struct Cluster {
  Cluster() {
    log.reset(3);
    disks.reset(3, false);
    leaders.reset(raft::Configuration(NodeSet::first(3)));
    replicas[2].leading = true;
    for (const unsigned i : {2u, 1u, 0u}) {
      for (int k = 0; k < 3; ++k) replicas.at(i).append(1);
      show(i);
    }
    replicas[0].leading = true;
    replicas[0].term_now = 2;
    for (int k = 0; k < 2; ++k) replicas[0].append(2);
    show(0);
    leaders.began_to_lead(leader);
    write(0, 5);
    write(1, 3);
    write(2, 3);
  }

  static NodeId id(unsigned node) { return NodeId{static_cast<std::uint16_t>(node)}; }
  void show(unsigned node) {
    if (!log.goes_on(id(node), replicas.at(node))) REQUIRE(log.judge(id(node), replicas.at(node)).fine);
  }
  // node has all of the leader's log up to last_index in memory.
  void replicate(unsigned node, std::uint64_t last_index) {
    replicas.at(node).term_now = 2;
    for (std::uint64_t index = 4; index <= last_index; ++index) replicas.at(node).append(2);
    show(node);
  }
  void write(unsigned node, std::uint64_t last_index) {
    disks.appended(id(node), ++writes, last_index);
    disks.durable_up_to(id(node), writes);
  }
  void issue(unsigned node, std::uint64_t last_index) { disks.appended(id(node), ++writes, last_index); }
  bool learned(unsigned node, std::uint64_t match, std::uint64_t next) {
    return leaders.knew(leader, id(node), match, next) || leaders.learned(leader, id(node), match, next);
  }
  bool commit(std::uint64_t index) {
    replicas[0].commit_and_apply(index);
    show(0);
    return leaders.committed(leader);
  }
  void require_violation(const std::string& property, const std::string& sentence) {
    REQUIRE(violation.get().has_value());
    CHECK(std::string(violation.get()->property) == property);
    INFO(violation.get()->sentence);
    CHECK(violation.get()->sentence.substr(0, sentence.size()) == sentence);
  }

  std::array<FakeReplica, 3> replicas;
  WriteNumber writes = 0;
  FirstViolation violation;
  LogProperties log{violation};
  DurableGhost disks;
  LeaderProperties leaders{log, disks, violation};
};

}  // namespace

TEST_CASE_METHOD(Cluster, "a leader that learns what is so, and commits it, violates nothing") {
  replicate(1, 5);
  write(1, 5);
  CHECK(learned(1, 0, 4));
  CHECK(learned(1, 4, 5));
  CHECK(learned(1, 5, 6));
  CHECK(commit(5));
  CHECK(leaders.has_committed_all(leader, replicas[0]));
  CHECK_FALSE(violation.get().has_value());
}

TEST_CASE_METHOD(Cluster, "match is true: a follower's disk does not hold it") {
  SECTION("it is not in its log") {
    CHECK_FALSE(learned(1, 5, 6));
  }
  SECTION("it is written and not durable yet") {
    replicate(1, 5);
    issue(1, 5);
    CHECK_FALSE(learned(1, 5, 6));
  }
  require_violation("match_is_true",
                    "node 0000 leads term 2 and keeps the match index 5 for node 0001; the disk of node 0001 "
                    "holds its log only up to index 3");
}

TEST_CASE_METHOD(Cluster, "match is true: a follower's disk holds another entry there") {
  replicas[2].append(1, 9);
  show(2);
  replicas[1].append(1, 9);
  show(1);
  write(1, 4);
  CHECK_FALSE(learned(1, 4, 5));
  require_violation("match_is_true",
                    "node 0000 leads term 2 and keeps the match index 4 for node 0001; the disk of node 0001 "
                    "holds other entries up to that index");
}

TEST_CASE_METHOD(Cluster, "match is true: of a follower that is in a later term nothing is asked") {
  replicas[1].term_now = 3;
  show(1);
  CHECK(learned(1, 5, 6));
}

TEST_CASE_METHOD(Cluster, "match monotonic: a leader takes a follower to hold less") {
  CHECK(learned(1, 3, 4));
  CHECK_FALSE(learned(1, 2, 4));
  require_violation("match_monotonic", "node 0000 leads term 2 and lowered the match index of node 0001 from 3 to 2");
}

TEST_CASE_METHOD(Cluster, "match monotonic: in its next term it begins anew") {
  CHECK(learned(1, 3, 4));
  leaders.began_to_lead(leader);
  CHECK(learned(1, 0, 6));
  CHECK(learned(1, 2, 4));
  CHECK_FALSE(violation.get().has_value());
}

TEST_CASE_METHOD(Cluster, "match within bounds: what is sent next is held already, or held what the leader has not") {
  SECTION("next") {
    CHECK_FALSE(learned(1, 3, 3));
    require_violation(
        "match_within_bounds",
        "node 0000, whose log ends at index 5, keeps for node 0001 the match index 3 and the next index 3");
  }
  SECTION("next, without any news") {
    CHECK(learned(1, 3, 4));
    CHECK_FALSE(learned(1, 3, 2));
    require_violation("match_within_bounds", "node 0000, whose log ends at index 5");
  }
  SECTION("last") {
    CHECK_FALSE(learned(1, 6, 7));
    require_violation("match_within_bounds",
                      "node 0000, whose log ends at index 5, keeps for node 0001 the match index 6");
  }
}

TEST_CASE_METHOD(Cluster, "committed is durable: a majority has it, but not on disk") {
  replicate(1, 5);
  SECTION("a follower's disk is late") {
    issue(1, 5);
  }
  SECTION("the leader's own is") {
    write(1, 5);
    disks.truncated(leader, ++writes, 5);
  }
  CHECK_FALSE(commit(5));
  require_violation("committed_is_durable",
                    "node 0000 leads term 2 and committed up to index 5, which is on the disks of 1 of 3 nodes");
}

TEST_CASE_METHOD(Cluster, "commit advances: a majority holds more than is committed") {
  replicate(1, 5);
  write(1, 5);
  SECTION("of the leader's own term") {
    CHECK(learned(1, 4, 6));
    CHECK_FALSE(leaders.has_committed_all(leader, replicas[0]));
    require_violation("commit_advances",
                      "node 0000 leads term 2, knows that a majority holds its entry at index 4, and has committed "
                      "only up to index 0");
  }
  SECTION("of an older one it may not") {
    CHECK(learned(1, 3, 6));
    CHECK(learned(2, 2, 6));
    CHECK(leaders.has_committed_all(leader, replicas[0]));
  }
}
