// Every cluster-wide property bites: a planted wrong state trips it, and it alone; and what merely looks wrong, but
// happens in correct runs, does not.
#include "core/check/log_properties.hpp"

#include <array>
#include <string>

#include "tests/catch.hpp"
#include "tests/check/fake_replica.hpp"

using namespace whitewater;
using checks::FakeReplica;

namespace {

// Three replicas, and the checks that are shown them.
struct Cluster {
  Cluster() { properties.reset(3); }

  void show(unsigned node) {
    properties.after_event(NodeId{static_cast<std::uint16_t>(node)}, replicas.at(node).state(), replicas.at(node));
  }
  void show_all() {
    for (unsigned i = 0; i < 3; ++i) show(i);
  }
  // The property that node's event violated, and how the sentence about it begins.
  void require_violation(const std::string& property, unsigned node, const std::string& beginning) {
    REQUIRE(properties.violation().has_value());
    CHECK(std::string(properties.violation()->property) == property);
    CHECK(properties.violation()->node.value == node);
    CHECK(properties.violation()->sentence.substr(0, beginning.size()) == beginning);
  }
  void require_peace() {
    INFO((properties.violation() ? properties.violation()->sentence : std::string()));
    REQUIRE_FALSE(properties.violation().has_value());
  }

  // Node 0 leads term 1 and commits three entries of it, which everybody holds and has applied.
  void settle() {
    replicas[0].leading = true;
    for (FakeReplica& replica : replicas)
      for (int i = 0; i < 3; ++i) replica.append(1);
    show_all();
    for (FakeReplica& replica : replicas) replica.commit_and_apply(3);
    show_all();
    require_peace();
  }
  // node lost its disk: what no correct replica does, and what leaves it without committed entries.
  void replace_disk(unsigned node) {
    replicas.at(node) = FakeReplica{};
    properties.restarted(NodeId{static_cast<std::uint16_t>(node)});
  }
  void elect(unsigned node, std::uint64_t term) {
    replicas.at(node).term_now = term;
    replicas.at(node).leading = true;
  }

  std::array<FakeReplica, 3> replicas;
  checks::LogProperties properties;
};

}  // namespace

TEST_CASE("the rows of the table stand in the order of the properties") {
  for (std::size_t i = 0; i < checks::log_properties.size(); ++i)
    CHECK(static_cast<std::size_t>(checks::log_properties[i].property) == i);
}

TEST_CASE_METHOD(Cluster, "election safety: two leaders of one term") {
  settle();
  SECTION("at one instant") {}
  SECTION("one after the other") {
    replicas[0].leading = false;
    show(0);
  }
  SECTION("with an election between") {
    elect(2, 5);
    show(2);
  }
  elect(1, 1);
  show(1);
  require_violation("election_safety", 1, "node 1 leads term 1, which node 0 has led; but a term has at most one");
}

TEST_CASE_METHOD(Cluster, "election safety: one replica may lead a term, and another one later") {
  settle();
  replicas[0].leading = false;
  show(0);
  elect(0, 1);
  show(0);
  elect(0, 2);
  show(0);
  elect(1, 3);
  show(1);
  require_peace();
}

TEST_CASE_METHOD(Cluster, "leader append-only: a leader truncates its log") {
  settle();
  replicas[0].append(1);
  show(0);
  replicas[0].truncate(4);
  SECTION("and is shorter") {}
  SECTION("and overwrites") {
    replicas[0].append(1, 42);
  }
  show(0);
  require_violation("leader_append_only", 0, "node 0 leads term 1 and removed its entry at index 4");
}

TEST_CASE_METHOD(Cluster, "log matching: another entry of the same index and term") {
  settle();
  replicas[0].append(1, 10);
  show(0);
  replicas[1].append(1, 11);
  show(1);
  require_violation("log_matching", 1, "node 1 holds an entry at index 4 of term 1 that is not");
}

TEST_CASE_METHOD(Cluster, "log matching: the same entry behind different prefixes") {
  settle();
  replicas[1].append(1, 10);
  replicas[1].append(3);
  show(1);
  replicas[2].append(2, 10);
  replicas[2].append(3);
  show(2);
  require_violation("log_matching", 2, "node 2 holds an entry at index 5 of term 3 that is not, or does not follow");
}

TEST_CASE_METHOD(Cluster, "log matching: what was removed long ago still counts") {
  settle();
  replicas[1].append(3);
  show(1);
  replicas[2].append(2, 1);
  show(2);
  replicas[2].truncate(4);
  show(2);
  replicas[2].append(2, 2);
  show(2);
  require_violation("log_matching", 2, "node 2 holds an entry at index 4 of term 2");
}

TEST_CASE_METHOD(Cluster, "log matching: different terms at one index are everyday") {
  settle();
  for (unsigned i = 0; i < 3; ++i) replicas[i].append(i + 1);
  show_all();
  for (const std::uint64_t term : {3u, 4u, 1u}) {
    replicas[1].truncate(4);
    replicas[1].append(term);
    show(1);
  }
  require_peace();
}

TEST_CASE_METHOD(Cluster, "leader completeness: a leader without a committed entry") {
  settle();
  replace_disk(1);
  elect(1, 3);
  SECTION("because its log is short") {
    replicas[1].append(1);
  }
  SECTION("because it has another entry there") {
    for (int i = 0; i < 4; ++i) replicas[1].append(2, 5);
  }
  show(1);
  require_violation("leader_completeness", 1,
                    "node 1 leads term 3 without the entries up to index 3 that node 0 committed in term 1");
}

TEST_CASE_METHOD(Cluster,
                 "leader completeness: a late leader of an old term need not hold what a newer one committed") {
  settle();
  elect(1, 3);
  replicas[1].append(3);
  replicas[1].commit_and_apply(4);
  show(1);
  elect(2, 2);
  show(2);
  require_peace();
}

TEST_CASE_METHOD(Cluster, "leader completeness: an old leader commits what the newer one never had") {
  settle();
  elect(1, 2);
  show(1);
  replicas[0].append(1);
  replicas[0].commit_and_apply(4);
  show(0);
  require_violation("leader_completeness", 0,
                    "node 0 committed up to index 4 in term 1, and node 1 leads term 2 without that entry");
}

TEST_CASE_METHOD(Cluster, "leader completeness: an old leader may commit what the newer one had from the start") {
  settle();
  replicas[0].append(1);
  show(0);
  replicas[1].append(1);
  elect(1, 2);
  replicas[1].append(2);
  show(1);
  replicas[0].commit_and_apply(4);
  show(0);
  require_peace();
}

TEST_CASE_METHOD(Cluster, "state machine safety: two replicas commit different entries") {
  settle();
  replicas[1].append(2);
  replicas[1].term_now = 2;
  replicas[1].commit_and_apply(4);
  show(1);
  replicas[2].append(3);
  replicas[2].append(3);
  replicas[2].term_now = 3;
  replicas[2].commit_and_apply(5);
  show(2);
  require_violation("state_machine_safety", 2,
                    "node 2 in term 3 committed another entry at index 4 than node 1 did in term 2");
}

TEST_CASE_METHOD(Cluster, "committed kept: a follower removes what it knows to be committed") {
  settle();
  replicas[2].truncate(3);
  replicas[2].append(2, 3);
  show(2);
  require_violation("committed_kept", 2, "node 2 removed the entry at index 3, and had committed up to 3");
}

TEST_CASE_METHOD(Cluster, "committed kept: an uncommitted tail may go") {
  settle();
  replicas[2].append(1);
  replicas[2].append(1);
  show(2);
  replicas[2].truncate(4);
  replicas[2].append(2);
  show(2);
  require_peace();
}

TEST_CASE_METHOD(Cluster, "commit of own term: a leader commits an entry of an older term by counting") {
  settle();
  replicas[1].append(1);
  show(1);
  elect(1, 2);
  show(1);
  SECTION("Raft figure 8") {
    replicas[1].commit_and_apply(4);
    show(1);
    require_violation("commit_of_own_term", 1, "node 1 leads term 2 and committed up to index 4, an entry of term 1");
  }
  SECTION("together with one of its own it may") {
    replicas[1].append(2);
    replicas[1].commit_and_apply(5);
    show(1);
    require_peace();
  }
}

TEST_CASE_METHOD(Cluster, "commit within log: more is committed than is held, or applied than committed") {
  settle();
  SECTION("committed") {
    replicas[1].commit_index = 4;
  }
  SECTION("applied") {
    replicas[1].applied = 4;
  }
  show(1);
  require_violation("commit_within_log", 1, "node 1 has entries up to index 3, committed up to ");
}

TEST_CASE_METHOD(Cluster, "monotonic: a term decreases") {
  settle();
  replicas[1].term_now = 4;
  show(1);
  replicas[1].term_now = 3;
  show(1);
  require_violation("term_monotonic", 1, "node 1 was in term 4 and is in term 3");
}

TEST_CASE_METHOD(Cluster, "monotonic: a commit index decreases") {
  settle();
  replicas[1].commit_and_apply(2);
  show(1);
  require_violation("commit_monotonic", 1, "node 1 had committed up to index 3 and now says 2");
}

TEST_CASE_METHOD(Cluster, "monotonic: an applied index decreases") {
  settle();
  replicas[1].applied = 2;
  show(1);
  require_violation("applied_monotonic", 1, "node 1 had applied up to index 3 and now says 2");
}

TEST_CASE_METHOD(Cluster, "same state: equal applied indexes, different content") {
  settle();
  SECTION("after applying the same entries") {
    for (FakeReplica& replica : replicas) replica.append(1);
    replicas[0].commit_and_apply(4);
    show(0);
    replicas[2].commit_and_apply(4);
    replicas[2].state_hash += 1;
  }
  SECTION("by itself, without applying anything") {
    replicas[2].state_hash += 1;
  }
  show(2);
  require_violation("same_state", 2, "node 2 and node 0 have applied up to index ");
}

TEST_CASE_METHOD(Cluster, "a restart may forget what was not durable, and remove nothing that it knows since") {
  settle();
  replicas[1].append(1);
  replicas[1].term_now = 6;
  replicas[1].commit_and_apply(4);
  show(1);
  const FakeReplica durable = replicas[2];
  replicas[1] = durable;
  replicas[1].commit_index = replicas[1].applied = 0;
  replicas[1].state_hash = 7;
  SECTION("restarted") {
    properties.restarted(NodeId{1});
    show(1);
    require_peace();
    replicas[1].append(1);  // the leader sends it again
    replicas[1].commit_and_apply(4);
    show(1);
    require_peace();
    replicas[1].truncate(4);
    replicas[1].append(3);
    show(1);
    require_violation("committed_kept", 1, "node 1 removed the entry at index 4");
  }
  SECTION("not restarted") {
    show(1);
    require_violation("term_monotonic", 1, "node 1 was in term 6 and is in term 1");
  }
}

TEST_CASE_METHOD(Cluster, "the first violation stays, until a reset forgets everything") {
  settle();
  elect(1, 1);
  show(1);
  replicas[2].term_now = 0;
  show(2);
  require_violation("election_safety", 1, "node 1 leads term 1");
  properties.reset(3);
  require_peace();
  replicas = {};
  replicas[1].append(1, 77);
  elect(1, 1);
  show_all();
  require_peace();
}

TEST_CASE_METHOD(Cluster, "a replica that nobody announced is no replica") {
  CHECK_THROWS_AS(properties.after_event(NodeId{3}, replicas[0].state(), replicas[0]), CheckFailure);
}
