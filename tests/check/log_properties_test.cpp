// Every property of elections, commitment and application bites: a planted wrong state trips it, and it alone; and what
// merely looks wrong, but happens in correct runs, does not.
#include "tests/check/log_cluster.hpp"

using namespace whitewater;
using checks::FakeReplica;
using checks::LogCluster;

TEST_CASE("the rows of the table stand in the order of the properties") {
  for (std::size_t i = 0; i < checks::properties.size(); ++i)
    CHECK(static_cast<std::size_t>(checks::properties[i].property) == i);
}

TEST_CASE_METHOD(LogCluster, "election safety: two leaders of one term") {
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
  require_violation("election_safety", 1,
                    "node 0001 leads term 1, which node 0000 has led before; but a term has at most one");
}

TEST_CASE_METHOD(LogCluster, "election safety: one replica may lead a term, and another one later") {
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

TEST_CASE_METHOD(LogCluster, "commit by leader: a follower is ahead of everybody") {
  settle();
  make_entry(0, 1);
  replicas[1].append(1);
  replicas[1].commit_and_apply(4);
  show(1);
  require_violation(
      "commit_by_leader", 1,
      "node 0001 is a follower in term 1 and committed up to index 4, while others have committed only up to index 3");
}

TEST_CASE_METHOD(LogCluster, "leader completeness: a leader without a committed entry") {
  settle();
  SECTION("because its log is short") {
    replace_disk(1);
    elect(1, 3);
    replicas[1].append(1);
    show(1);
    require_violation("leader_completeness", 1,
                      "node 0001 leads term 3 without the entries up to index 3 that node 0000 committed in term 1");
  }
  SECTION("because it has another entry there") {
    replicas[0].append(1);
    replicas[0].commit_and_apply(4);
    show(0);
    make_entry(1, 3);
    require_violation("leader_completeness", 1,
                      "node 0001 leads term 3 without the entries up to index 4 that node 0000 committed in term 1");
  }
}

TEST_CASE_METHOD(LogCluster,
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

TEST_CASE_METHOD(LogCluster, "leader completeness: an old leader commits what the newer one never had") {
  settle();
  elect(1, 2);
  show(1);
  replicas[0].append(1);
  replicas[0].commit_and_apply(4);
  show(0);
  require_violation("leader_completeness", 0,
                    "node 0000 committed up to index 4 in term 1, and node 0001 leads term 2 without that entry");
}

TEST_CASE_METHOD(LogCluster, "leader completeness: an old leader may commit what the newer one had from the start") {
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

TEST_CASE_METHOD(LogCluster, "state machine safety: two replicas commit different entries") {
  settle();
  make_entry(1, 2);
  make_entry(2, 3);
  make_entry(2, 3);
  depose(2, 3);
  replicas[1].commit_and_apply(4);
  show(1);
  replicas[2].commit_and_apply(5);
  show(2);
  require_violation("state_machine_safety", 2,
                    "node 0002 committed in term 3 another entry at index 4 than node 0001 committed in term 2");
}

TEST_CASE_METHOD(LogCluster, "state machine safety: an old leader commits past what others have committed") {
  settle();
  make_entry(1, 2);
  make_entry(0, 1);
  make_entry(0, 1);
  replicas[1].commit_and_apply(4);
  show(1);
  replicas[0].commit_and_apply(5);
  show(0);
  require_violation("state_machine_safety", 0,
                    "node 0000 committed in term 1 another entry at index 4 than node 0001 committed in term 2");
}

TEST_CASE_METHOD(LogCluster, "commit of own term: a leader commits an entry of an older term by counting") {
  settle();
  make_entry(0, 1);
  replicas[1].append(1);
  show(1);
  elect(1, 2);
  show(1);
  SECTION("Raft figure 8") {
    replicas[1].commit_and_apply(4);
    show(1);
    require_violation("commit_of_own_term", 1,
                      "node 0001 leads term 2 and committed up to index 4, an entry of term 1");
  }
  SECTION("together with one of its own it may") {
    replicas[1].append(2);
    replicas[1].commit_and_apply(5);
    show(1);
    require_peace();
  }
}

TEST_CASE_METHOD(LogCluster, "commit within log: more is committed than is held, or applied than committed") {
  settle();
  SECTION("committed") {
    replicas[1].commit_index = 4;
  }
  SECTION("applied") {
    replicas[1].applied = 4;
  }
  show(1);
  require_violation("commit_within_log", 1, "node 0001 has a log up to index 3, the commit index ");
}

TEST_CASE_METHOD(LogCluster, "monotonic: a term decreases") {
  settle();
  replicas[1].term_now = 4;
  show(1);
  replicas[1].term_now = 3;
  show(1);
  require_violation("term_monotonic", 1, "node 0001 was in term 4 and is now in term 3");
}

TEST_CASE_METHOD(LogCluster, "monotonic: a commit index decreases") {
  settle();
  replicas[1].commit_and_apply(2);
  show(1);
  require_violation("commit_monotonic", 1, "node 0001 had the commit index 3 and now has the commit index 2");
}

TEST_CASE_METHOD(LogCluster, "monotonic: an applied index decreases") {
  settle();
  replicas[1].applied = 2;
  show(1);
  require_violation("applied_monotonic", 1, "node 0001 had the applied index 3 and now has the applied index 2");
}

TEST_CASE_METHOD(LogCluster, "same state: equal applied indexes, different content") {
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
  require_violation("same_state", 2, "node 0002 and node 0000 have applied up to index ");
}

TEST_CASE_METHOD(LogCluster, "a restart may forget what was not durable, and remove nothing that it knows since") {
  settle();
  make_entry(0, 1);
  replicas[0].commit_and_apply(4);
  show(0);
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
    require_violation("committed_kept", 1, "node 0001 removed the entry at index 4");
  }
  SECTION("not restarted") {
    show(1);
    require_violation("term_monotonic", 1, "node 0001 was in term 6 and is now in term 1");
  }
}

TEST_CASE_METHOD(LogCluster, "the first violation stays, until a reset forgets everything") {
  settle();
  elect(1, 1);
  show(1);
  replicas[2].term_now = 0;
  show(2);
  require_violation("election_safety", 1, "node 0001 leads term 1");
  properties.reset(3);
  violation.reset();
  require_peace();
  replicas = {};
  replicas[1].append(1, 77);
  elect(1, 1);
  show_all();
  require_peace();
}

TEST_CASE_METHOD(LogCluster, "a replica that nobody announced is no replica") {
  CHECK_THROWS_AS(properties.goes_on(NodeId{3}, replicas[0]), CheckFailure);
}
