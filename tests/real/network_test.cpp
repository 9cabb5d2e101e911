// The ways of messages in a run in real time: what links lose, cut, repeat and delay.
#include "tools/real/run/network.hpp"
#include "tests/catch.hpp"
#include "tests/real/router_bench.hpp"

using namespace whitewater;
using namespace whitewater::tools::real;
using namespace whitewater::tools::real::testing;
using simnet::DelayModel;
using simnet::SendOutcome;

namespace {

scenarios::Network plain() {
  scenarios::Network network;
  network.delay = network.client_delay = {};
  return network;
}

constexpr DelayModel constant(Duration delay) {
  return {DelayModel::Kind::constant, delay, delay, {}, {}, {}, {}};
}

const Time start = Time{} + seconds(1);

}  // namespace

TEST_CASE("a plain network passes everything at once") {
  Network network(plain(), 1, 3, 12);
  for (const SendKind plane : {SendKind::message, SendKind::request, SendKind::reply}) {
    const Network::Passage way = network.pass(plane, r0, r1, start);
    CHECK(way.outcome == SendOutcome::delivered);
    CHECK(way.copies == 1);
    CHECK(way.arrivals[0] == start);
  }
  CHECK(network.next() == time_never);
}

TEST_CASE("loss, duplication and cuts concern the messages between replicas") {
  scenarios::Network lossy = plain();
  lossy.loss = Probability{Probability::ppm_max};
  Network network(lossy, 1, 3, 12);
  CHECK(network.pass(SendKind::message, r0, r1, start).outcome == SendOutcome::lost);
  CHECK(network.pass(SendKind::request, NodeId{4}, r1, start).copies == 1);

  scenarios::Network doubled = plain();
  doubled.client_duplication = Probability{Probability::ppm_max};
  doubled.links.push_back({r0, r1, std::nullopt, std::nullopt, std::nullopt, true});
  Network other(doubled, 1, 3, 12);
  CHECK(other.pass(SendKind::request, NodeId{4}, r1, start).copies == 2);
  CHECK(other.pass(SendKind::message, r0, r1, start).outcome == SendOutcome::cut);
  CHECK(other.pass(SendKind::message, r1, r0, start).outcome == SendOutcome::delivered);
}

TEST_CASE("half of the messages are lost where half are to be lost") {
  scenarios::Network lossy = plain();
  lossy.loss = Probability{Probability::ppm_max / 2};
  Network network(lossy, 1, 3, 12);
  int lost = 0;
  for (int i = 0; i < 1'000; ++i) lost += network.pass(SendKind::message, r0, r1, start).copies == 0 ? 1 : 0;
  CHECK(lost > 400);
  CHECK(lost < 600);
}

TEST_CASE("what is on its way arrives in the order of its times, and clients' links keep the order") {
  scenarios::Network slow = plain();
  slow.client_delay = {DelayModel::Kind::uniform, milliseconds(1), milliseconds(90), {}, {}, {}, {}};
  Network network(slow, 1, 3, 12);
  Time last = start;
  for (int i = 0; i < 20; ++i) {
    const Network::Passage way = network.pass(SendKind::request, NodeId{4}, r0, start);
    CHECK(way.arrivals[0] >= last);
    last = way.arrivals[0];
  }
  network.keep(start + milliseconds(9), {SendKind::message, r0, r1, "second"});
  network.keep(start + milliseconds(3), {SendKind::message, r0, r1, "first"});
  network.keep(start + milliseconds(9), {SendKind::message, r0, r1, "third"});
  CHECK(network.next() == start + milliseconds(3));
  CHECK_FALSE(network.take(start));
  CHECK(network.take(start + seconds(1))->bytes == "first");
  CHECK(network.take(start + seconds(1))->bytes == "second");
  CHECK(network.take(start + seconds(1))->bytes == "third");
  CHECK_FALSE(network.take(start + seconds(1)));
}

TEST_CASE("the router delivers later what takes time, to whoever is there then") {
  RouterBench bench;
  bench.network.links().set_delay(NodeSet::of(r0), NodeSet::of(r1), constant(milliseconds(20)));
  bench.take(r0, RouterBench::message("0000", "FFFF", "0000", "append"));
  REQUIRE(bench.transport.sent.size() == 1);
  CHECK(bench.transport.sent[0].to == r2);
  CHECK(bench.notes.fates == std::vector<Passage>{Passage::delivered, Passage::delivered});
  bench.router.deliver_due(bench.now + milliseconds(19));
  CHECK(bench.transport.sent.size() == 1);
  bench.router.deliver_due(bench.now + milliseconds(20));
  REQUIRE(bench.transport.sent.size() == 2);
  CHECK(bench.transport.sent[1].to == r1);
  // To a dead replica nothing is on its way.
  bench.course.saw_death(r1);
  bench.take(r0, RouterBench::message("0000", "0001", "0000", "append"));
  CHECK(bench.notes.fates.back() == Passage::dead);
  CHECK(bench.network.next() == time_never);
}
