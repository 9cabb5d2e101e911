// Which answers are owed: what a replica that lived on was asked long ago, by a client to which it answers nothing.
#include "scenarios/workloads/debts.hpp"

#include <vector>

#include "core/base/payload_pool.hpp"
#include "core/course/request_record.hpp"
#include "tests/catch.hpp"

namespace whitewater::scenarios {
namespace {

constexpr unsigned replicas = 3;
constexpr NodeId replica{1};
constexpr NodeId client{4};
constexpr NodeId other_client{3};
constexpr Time start{};
constexpr Time late = start + seconds(10);

simnet::EpisodeRecord struck(Time time) {
  simnet::EpisodeRecord record;
  record.time = time;
  return record;
}
simnet::EpisodeRecord killed(Time time) {
  simnet::EpisodeRecord record = struck(time);
  record.died = NodeSet::of(replica);
  return record;
}
simnet::EpisodeRecord restarted(Time time) {
  simnet::EpisodeRecord record = struck(time);
  record.started = NodeSet::of(replica);
  return record;
}

Debts debts_of_new_run() {
  Debts debts;
  debts.reset(replicas, 2);
  return debts;
}

}  // namespace

TEST_CASE("who lived on and answers a client nothing owes it what it asked") {
  Debts debts = debts_of_new_run();
  CHECK(debts.owes(replica, client, start + seconds(2), late));
  debts.answers(replica, client, start + seconds(3));
  CHECK(debts.owes(replica, client, start + seconds(2), late));
}

TEST_CASE("what was asked a moment ago is not owed yet, nor is anything by who answers that client all the time") {
  Debts debts = debts_of_new_run();
  CHECK_FALSE(debts.owes(replica, client, late, late));
  debts.answers(replica, client, late);
  CHECK_FALSE(debts.owes(replica, client, start + seconds(2), late));
  CHECK(debts.owes(NodeId{0}, client, start + seconds(2), late));      // another replica
  CHECK(debts.owes(replica, other_client, start + seconds(2), late));  // another client
}

TEST_CASE("answers to nodes that are no clients count for nobody") {
  Debts debts = debts_of_new_run();
  for (const NodeId stranger : {NodeId{0}, NodeId{5}, no_node}) debts.answers(replica, stranger, late);
  debts.answers(NodeId{3}, client, late);
  for (const NodeId each : {NodeId{0}, NodeId{1}, NodeId{2}})
    for (const NodeId asker : {other_client, client}) CHECK(debts.owes(each, asker, start, late));
}

TEST_CASE("a kill forgives what was asked before it, whether the replica lives again or not") {
  Debts debts = debts_of_new_run();
  debts.note(struck(start + seconds(1)));  // of another kind
  CHECK(debts.owes(replica, client, start, late));
  debts.note(killed(start + seconds(4)));
  CHECK_FALSE(debts.owes(replica, client, start + seconds(2), late));
  CHECK_FALSE(debts.owes(replica, client, start + seconds(5), late));
  CHECK(debts.owes(NodeId{0}, client, start + seconds(2), late));
  debts.note(restarted(start + seconds(6)));
  CHECK_FALSE(debts.owes(replica, client, start + seconds(5), late));
  CHECK(debts.owes(replica, client, start + seconds(6), late));
}

TEST_CASE("a new run begins without debts of the last one") {
  Debts debts = debts_of_new_run();
  debts.note(killed(start + seconds(4)));
  debts.answers(replica, client, late);
  debts.reset(replicas, 2);
  CHECK(debts.owes(replica, client, start, late));
}

TEST_CASE("the first request that is owed an answer is named") {
  PayloadPool pool;
  std::vector<course::RequestRecord> records(3);
  const auto ask = [&](std::size_t i, PayloadRef payload, Time sent) {
    records[i].payload = std::move(payload);
    records[i].to = replica;
    records[i].sent = sent;
  };
  ask(0, client::make_put(pool, client, no_node, "r0", "k", "v"), start + seconds(1));
  ask(1, client::make_get(pool, client, no_node, "r1", "k"), start + milliseconds(2500));
  ask(2, client::make_put(pool, client, no_node, "r2", "k", "v"), start + seconds(3));
  records[0].state = course::RequestRecord::State::ok;
  const auto owed = [&](const Debts& debts) {
    return debts.owed(std::span<const course::RequestRecord>(records), late).value_or("nothing");
  };
  Debts debts = debts_of_new_run();
  CHECK(owed(debts) == "an answer to the get r1 that 0001 was asked at 2.500000 s, and that no kill can have lost");
  records[1].state = course::RequestRecord::State::redirected;
  CHECK(owed(debts) == "an answer to the put r2 that 0001 was asked at 3.000000 s, and that no kill can have lost");
  records[2].state = course::RequestRecord::State::failed;
  CHECK(owed(debts) == "nothing");
}

}  // namespace whitewater::scenarios
