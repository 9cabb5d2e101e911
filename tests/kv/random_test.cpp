// Under random cuts, deaths and restarts: no request is both done and given back, nothing that was answered is
// lost, and replicas that have applied the same entries hold the same content.
#include <map>
#include <set>

#include "tests/kv/bench.hpp"
#include "tests/property.hpp"

using namespace whitewater;
using kv::Bench;
using Outcome = client::Reply::Outcome;

namespace {

struct Load {
  std::uint64_t sent = 0;
  std::map<std::string, std::string> key_of;  // by MID; every key is put once, to its own MID
};

void send_some(Bench& bench, Load& load, std::uint64_t word) {
  for (const NodeId replica : bench.replicas()) {
    if ((word >> replica.value) % 2 == 0) continue;
    const std::string mid = kv::numbered("m", ++load.sent);
    load.key_of[mid] = kv::numbered("k", load.sent);
    bench.put(replica, static_cast<std::uint16_t>(20 + load.sent % 3), mid, load.key_of[mid], mid);
  }
}

// One of a few things, by word; a majority stays alive.
void disturb(Bench& bench, std::uint64_t word) {
  const NodeId node{static_cast<std::uint16_t>(word % bench.replicas().size())};
  switch (word / 64 % 5) {
    case 0:
      bench.cut(NodeSet{word >> 8} & bench.replicas());
      break;
    case 1:
      bench.heal();
      break;
    case 2:
      for (const NodeId other : bench.replicas())
        if (!bench.alive(other)) bench.restart(other);
      bench.kill(node);
      break;
    case 3:
      if (!bench.alive(node)) bench.restart(node);
      break;
    default:
      bench.lose_messages_in_flight();
  }
}

std::uint64_t play(Bench& bench, Load& load, std::uint64_t seed) {
  bench.start();
  for (std::uint64_t turn = 0; turn < 30; ++turn) {
    disturb(bench, hash_words(seed, turn, 1));
    send_some(bench, load, hash_words(seed, turn, 2));
    bench.run(uniform(hash_words(seed, turn, 3), milliseconds(1), milliseconds(900)));
  }
  bench.heal();
  for (const NodeId node : bench.replicas())
    if (!bench.alive(node)) bench.restart(node);
  bench.wait_for_leader();
  bench.run(seconds(5));
  return bench.fingerprints;
}

}  // namespace

// Snapshots of very few entries, and none: what clients see does not depend on them.
TEST_CASE("random successions keep the promises to clients") {
  tests::check_property([](std::uint64_t seed) {
    Bench bench(5, seed);
    bench.config.snapshot_every = seed % 3 * 4;
    bench.config.raft.snapshot_keeps = static_cast<std::uint32_t>(seed / 3 % 3);
    bench.config.raft.snapshot_chunk_bytes = seed % 2 == 0 ? 60 : 16 * 1024;
    Load load;
    play(bench, load, seed);
    std::set<std::string> done;
    std::set<std::string> given_back;
    for (const auto& answer : bench.answers) (answer.outcome == Outcome::ok ? done : given_back).insert(answer.mid);
    for (const std::string& mid : given_back) RC_ASSERT(done.count(mid) == 0);

    const kv::Store& store = bench.actor(bench.leader()).store();
    for (const std::string& mid : done) RC_ASSERT(store.get(load.key_of[mid]).value == mid);
    for (const std::string& mid : given_back) RC_ASSERT(!store.get(load.key_of[mid]).found);
    for (const NodeId node : bench.replicas()) {
      RC_ASSERT(bench.actor(node).applied() == bench.actor(bench.leader()).applied());
      RC_ASSERT(bench.actor(node).store().content_hash() == store.content_hash());
      RC_ASSERT(bench.actor(node).held() == 0u);
    }
  });
}

TEST_CASE("the same calls give the same fingerprints, also to replicas that were used before") {
  const auto played = [](Bench& bench) {
    Load load;
    return play(bench, load, 7);
  };
  Bench first(5, 7);
  const std::uint64_t expected = played(first);
  Bench second(5, 7);
  CHECK(played(second) == expected);
  first.clear();
  CHECK(first.pool.blocks_in_use() == 0);
  CHECK(played(first) == expected);
  Bench other(5, 8);
  CHECK(played(other) != expected);
}
