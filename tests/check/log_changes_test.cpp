// Every property of what comes into a log, and goes, bites: a planted wrong state trips it, and it alone; and what
// merely looks wrong, but happens in correct runs, does not.
#include "tests/check/log_cluster.hpp"

using namespace whitewater;
using checks::LogCluster;

TEST_CASE_METHOD(LogCluster, "leader append-only: a leader truncates its log") {
  settle();
  replicas[0].append(1);
  show(0);
  replicas[0].truncate(4);
  SECTION("and is shorter") {}
  SECTION("and overwrites") {
    replicas[0].append(1, 42);
  }
  show(0);
  require_violation("leader_append_only", 0, "node 0000 leads term 1 and removed its entry at index 4");
}

TEST_CASE_METHOD(LogCluster, "log matching: another entry of the same index and term") {
  settle();
  replicas[0].append(1, 10);
  show(0);
  replicas[1].append(1, 11);
  show(1);
  require_violation("log_matching", 1,
                    "node 0001 holds an entry of term 1 at index 4; that entry or one before it differs");
}

TEST_CASE_METHOD(LogCluster, "log matching: the same entry behind different prefixes") {
  settle();
  make_entry(2, 2, 10);
  make_entry(0, 1, 10);
  replicas[1].append(1, 10);
  make_entry(1, 3);
  depose(2, 3);
  replicas[2].append(3);
  show(2);
  require_violation("log_matching", 2,
                    "node 0002 holds an entry of term 3 at index 5; that entry or one before it differs");
}

TEST_CASE_METHOD(LogCluster, "log matching: what was removed long ago still counts") {
  settle();
  make_entry(1, 3);
  make_entry(2, 2, 1);
  depose(2, 3);
  replicas[2].truncate(4);
  show(2);
  replicas[2].append(2, 2);
  show(2);
  require_violation("log_matching", 2, "node 0002 holds an entry of term 2 at index 4");
}

TEST_CASE_METHOD(LogCluster, "log matching: different terms at one index are everyday") {
  settle();
  for (unsigned i = 0; i < 3; ++i) make_entry(i, i + 1);
  depose(1, 3);
  for (const std::uint64_t term : {3u, 2u, 1u}) {
    replicas[1].truncate(4);
    replicas[1].append(term);
    show(1);
  }
  require_peace();
}

TEST_CASE_METHOD(LogCluster, "log terms: a term decreases along a log, or exceeds its replica's") {
  settle();
  make_entry(1, 2);
  SECTION("decreases") {
    replicas[1].append(1);
    show(1);
    require_violation("log_terms", 1, "node 0001 holds an entry of term 1 at index 5, after an entry of term 2");
  }
  SECTION("exceeds") {
    replicas[2].append(2);
    show(2);
    require_violation("log_terms", 2, "node 0002 is in term 1 and the last entry of its log is of term 2");
  }
}

TEST_CASE_METHOD(LogCluster, "entry made by leader: somebody else is first, or ahead of the leader") {
  settle();
  SECTION("in a term that nobody leads") {
    replicas[1].term_now = 2;
    replicas[1].append(2);
  }
  SECTION("in the leader's term") {
    make_entry(0, 1);
    replicas[1].append(1);
    replicas[1].append(1);
  }
  show(1);
  require_violation("entry_made_by_leader", 1, "node 0001 is the first replica to hold an entry of term ");
}

TEST_CASE_METHOD(LogCluster, "entry made by leader: it may have stepped down in the same event") {
  settle();
  replicas[0].append(1);
  depose(0, 1);
  require_peace();
}

TEST_CASE_METHOD(LogCluster, "committed kept: a follower removes what it knows to be committed") {
  settle();
  replicas[2].truncate(3);
  replicas[2].append(2, 3);
  show(2);
  require_violation("committed_kept", 2,
                    "node 0002 removed the entry at index 3, after it had committed up to index 3");
}

TEST_CASE_METHOD(LogCluster, "committed kept: an uncommitted tail may go") {
  settle();
  make_entry(0, 1);
  make_entry(0, 1);
  make_entry(1, 2);
  replicas[2].append(1);
  replicas[2].append(1);
  show(2);
  replicas[2].term_now = 2;
  replicas[2].truncate(4);
  replicas[2].append(2);
  show(2);
  require_peace();
}

TEST_CASE_METHOD(LogCluster, "snapshot is committed: what a snapshot stands for is what all have committed") {
  settle();
  for (unsigned i = 0; i < 4; ++i) replicas[0].append(1, 10u + i);
  show(0);
  SECTION("the entries are committed, and more come behind them") {
    replicas[0].commit_and_apply(6);
    show(0);
    replicas[2].install(replicas[0], 6);
    show(2);
    replicas[2].append(1, 13);
    show(2);
    replicas[2].commit_and_apply(7);
    replicas[0].commit_and_apply(7);
    show(0);
    show(2);
    // A node that compacts by itself changes nothing.
    replicas[0].compact(7);
    show(0);
    replicas[0].append(1, 20);
    show(0);
    require_peace();
    CHECK(properties.holds(NodeId{2}, 7, properties.committed_hash(7)));
    CHECK(properties.committed_hash(5) == properties.chain_hash(NodeId{2}, 5));
  }
  SECTION("nobody has committed them") {
    replicas[2].install(replicas[0], 6);
    show(2);
    require_violation("snapshot_is_committed", 2,
                      "node 0002 holds a snapshot of the entries up to index 6, and replicas have committed only up to "
                      "index 3");
  }
  SECTION("others were committed") {
    replicas[0].commit_and_apply(6);
    show(0);
    checks::FakeReplica other = replicas[1];
    for (unsigned i = 0; i < 3; ++i) other.append(1, 30u + i);
    replicas[2].install(other, 6);
    show(2);
    require_violation("snapshot_is_committed", 2,
                      "node 0002 holds a snapshot of the entries up to index 6, and they are others than");
  }
}

TEST_CASE_METHOD(LogCluster, "a snapshot replaces a log that strayed, and takes nothing back that was committed") {
  settle();
  for (unsigned i = 0; i < 3; ++i) replicas[0].append(1, 10u + i);
  show(0);
  make_entry(2, 2);
  depose(2, 3);
  replicas[0].commit_and_apply(6);
  show(0);
  replicas[2].install(replicas[0], 6);
  replicas[2].term_now = 3;
  show(2);
  require_peace();
}
