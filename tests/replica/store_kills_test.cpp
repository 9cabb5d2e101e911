// kill -9 at random moments of a real cluster of three under load: no acknowledged write is lost, as the
// linearizability checker judges. The long test kills 500 times. A cluster whose disks forget is caught by the same
// test.
#include <signal.h>

#include <filesystem>

#include "core/check/linearizability/linearizability.hpp"
#include "replica/storage/directory_files.hpp"
#include "replica/storage/kv_records.hpp"
#include "replica/storage/recovery.hpp"
#include "tests/catch.hpp"
#include "tests/replica/cluster.hpp"
#include "tests/replica/register_load.hpp"

using namespace whitewater;
using namespace whitewater::replica;
using namespace whitewater::replica::test;

namespace {

constexpr unsigned replicas = 3;

// Small segments and many snapshots, so that kills meet every kind of call; and elections that are over soon.
const std::vector<std::string> options{
    "--data-dir",           "data-%ID", "--segment-bytes",        "3000", "--snapshot-every",   "20",
    "--snapshot-keeps",     "5",        "--snapshot-chunk-bytes", "200",  "--election-timeout", "150ms-300ms",
    "--heartbeat-interval", "40ms",     "--first-election-delay", "0ms"};

class Killer {
 public:
  Killer(Cluster& cluster, std::uint64_t seed) : cluster_(cluster), draw_(seed), down_until_(replicas) {}

  // Starts whoever has been down for long enough, and kills one when the time has come. Three kills of four wait until
  // some more puts were acknowledged, so that a slow machine does not spend all of them on elections.
  void step(std::size_t acknowledged) {
    for (unsigned i = 0; i < replicas; ++i) {
      if (down_until_[i] && now() >= *down_until_[i]) start(i);
      if (!down_until_[i] && !cluster_.process(i).running())
        FAIL("replica " << i << " has ended by itself: " << cluster_.errors(i));
    }
    if (now() < next_) return;
    if (acknowledged < awaited_) {
      if (now() - next_ > seconds(60)) FAIL("no put was acknowledged for a minute");
      return;
    }
    awaited_ = draw_() % 4 == 0 ? 0 : acknowledged + 2 + draw_() % 8;
    next_ = now() + milliseconds(static_cast<std::int64_t>(40 + draw_() % 400));
    const auto victim = static_cast<unsigned>(draw_() % replicas);
    if (down_until_[victim]) return;  // it is down already
    cluster_.process(victim).signal(SIGKILL);
    REQUIRE(cluster_.process(victim).wait(seconds(10)) == 128 + SIGKILL);
    down_until_[victim] = now() + milliseconds(static_cast<std::int64_t>(draw_() % 300));
    ++kills_;
  }
  void start_all() {
    for (unsigned i = 0; i < replicas; ++i)
      if (down_until_[i]) start(i);
  }
  unsigned kills() const { return kills_; }

 private:
  void start(unsigned replica) {
    cluster_.start(replica);
    down_until_[replica].reset();
  }

  Cluster& cluster_;
  std::mt19937_64 draw_;
  std::vector<std::optional<Time>> down_until_;
  Time next_;
  std::size_t awaited_ = 0;
  unsigned kills_ = 0;
};

checks::Answer judged(const RegisterLoad& load) {
  return checks::check_linearizability(load.history()).answer;
}

// All that a stopped replica has left is a whole store; returns how many segments the directory holds.
std::size_t segments_in(const std::string& directory) {
  const auto files = DirectoryFiles::look_at(directory);
  REQUIRE(files.ok());
  const KvRecords records;
  PayloadPool pool;
  const Result<RecoveredStore> found = recover(*files.value(), records, pool);
  INFO((found ? std::string() : found.error().text()));
  REQUIRE(found.ok());
  return found.value().segments.size();
}

void survive(unsigned kills, std::uint64_t seed) {
  Cluster cluster(TransportKind::udp, replicas, options);
  REQUIRE(cluster.serves(seconds(20)));
  RegisterLoad load(cluster.router, 6, seed);
  Killer killer(cluster, seed + 1);
  while (killer.kills() < kills) {
    load.step();
    killer.step(load.acknowledged());
    cluster.router.run_for(milliseconds(1));
  }
  killer.start_all();
  REQUIRE(load.read_all(seconds(30)));
  INFO(load.acknowledged() << " puts and " << load.reads() << " gets were answered");
  CHECK(judged(load) == checks::Answer::linearizable);
  CHECK(load.acknowledged() > kills);
  CHECK(load.reads() > kills / 2);
  for (unsigned i = 0; i < replicas; ++i) {
    cluster.process(i).signal(SIGKILL);
    REQUIRE(cluster.process(i).wait(seconds(10)) == 128 + SIGKILL);
    CHECK(segments_in(cluster.folder.file("data-" + cluster.router.id(i))) >= 1);
  }
}

}  // namespace

TEST_CASE("a dozen kill -9 at random moments lose no acknowledged write") {
  survive(12, 1);
}

TEST_CASE("500 kill -9 at random moments lose no acknowledged write", "[.long]") {
  survive(500, 2);
}

TEST_CASE("replicas that forget their disks are caught") {
  Cluster cluster(TransportKind::udp, replicas, options);
  REQUIRE(cluster.serves(seconds(20)));
  RegisterLoad load(cluster.router, 6, 3);
  while (load.acknowledged() < 50) {
    load.step();
    cluster.router.run_for(milliseconds(1));
  }
  for (unsigned i = 0; i < replicas; ++i) {
    cluster.process(i).signal(SIGKILL);
    REQUIRE(cluster.process(i).wait(seconds(10)) == 128 + SIGKILL);
    std::filesystem::remove_all(cluster.folder.file("data-" + cluster.router.id(i)));
  }
  for (unsigned i = 0; i < replicas; ++i) cluster.start(i);
  REQUIRE(load.read_all(seconds(30)));
  CHECK(judged(load) == checks::Answer::not_linearizable);
}
