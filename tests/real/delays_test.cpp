// What the watchers of a real run make of messages, requests and answers that take time: each counts when it arrives,
// and an answer is judged by what its replica had heard when it left.
#include "tests/catch.hpp"
#include "tests/real/router_bench.hpp"
#include "tools/real/report/acknowledgement_watch.hpp"
#include "tools/real/report/activity_watch.hpp"
#include "tools/real/report/leadership_watch.hpp"

using namespace whitewater;
using namespace whitewater::tools::real;
using namespace whitewater::tools::real::testing;
using simnet::DelayModel;

namespace {

constexpr Duration way = milliseconds(20);

class Delayed {
 public:
  explicit Delayed(Duration messages, Duration clients)
      : bench(Variant::udp, false, RouterBench::small_rules(), clients) {
    const NodeSet all = NodeSet::first(3);
    const DelayModel model{DelayModel::Kind::constant, messages, messages, {}, {}, {}, {}};
    if (messages > Duration{}) bench.network.links().set_delay(all, all, model);
    bench.watchers.add(acknowledgements);
    bench.watchers.add(activity);
    bench.watchers.add(leadership);
  }

  // Whoever was asked is the leader; the other one is whom it tells.
  const course::RequestRecord& ask(std::uint32_t request) {
    const course::RequestRecord& record = bench.ask(request);
    leader = record.to;
    other = leader == r0 ? r1 : r0;
    return record;
  }
  void say(NodeId from, NodeId to) { bench.take(from, RouterBench::message(id(from), id(to), id(leader), "x")); }
  void ok(const course::RequestRecord& record) { bench.answer(record, "ok", id(leader)); }
  std::size_t early() const { return acknowledgements.early().size(); }

  RouterBench bench;
  AcknowledgementWatch acknowledgements{3};
  ActivityWatch activity{3};
  LeadershipWatch leadership{3};
  NodeId leader, other;

 private:
  static std::string id(NodeId node) { return course::id_text(node, 3); }
};

}  // namespace

TEST_CASE("a message that is on its way was heard by nobody yet") {
  Delayed play(way, Duration{});
  const course::RequestRecord early = play.ask(0);
  play.say(play.leader, play.other);
  play.say(play.other, play.leader);  // leaves before the leader's message arrives
  play.bench.wait(way);
  play.ok(early);
  CHECK(play.early() == 1);

  const course::RequestRecord right = play.ask(1);
  play.say(play.leader, play.other);
  play.bench.wait(way);
  play.say(play.other, play.leader);
  play.bench.wait(way);
  play.ok(right);
  CHECK(play.early() == 1);
  CHECK(play.acknowledgements.judged() == 2);
}

TEST_CASE("what never arrives is heard by nobody") {
  Delayed play(way, Duration{});
  const course::RequestRecord put = play.ask(0);
  play.say(play.leader, play.other);
  play.bench.transport.closed.insert(play.other);  // it dies meanwhile
  play.bench.wait(way);
  play.bench.transport.closed = {};
  play.say(play.other, play.leader);
  play.bench.wait(way);
  play.ok(put);
  CHECK(play.early() == 1);
  CHECK(play.activity.replicas()[play.other.value].received == 0);
}

TEST_CASE("a put that is on its way is known to nobody yet") {
  Delayed play(Duration{}, way);
  const course::RequestRecord early = play.ask(0);
  play.say(play.leader, play.other);
  play.say(play.other, play.leader);
  play.bench.wait(way);
  play.ok(early);
  play.bench.wait(way);
  CHECK(play.early() == 1);

  const course::RequestRecord right = play.ask(1);
  play.bench.wait(way);
  play.say(play.leader, play.other);
  play.say(play.other, play.leader);
  play.ok(right);
  play.bench.wait(way);
  CHECK(play.early() == 1);
  CHECK(play.acknowledgements.judged() == 2);
}

TEST_CASE("an answer is judged by what was heard when it left") {
  Delayed play(Duration{}, way);
  const course::RequestRecord put = play.ask(0);
  play.bench.wait(way);
  play.ok(put);
  play.say(play.leader, play.other);
  play.say(play.other, play.leader);
  play.bench.wait(way);
  REQUIRE(play.early() == 1);
  CHECK(play.acknowledgements.early().front().heard == NodeSet::of(play.leader));
}

TEST_CASE("a delayed message counts as received, and as heard from a leader, when it arrives") {
  Delayed play(way, Duration{});
  play.leader = r0;
  play.other = r1;
  play.say(r1, r0);  // names its leader
  play.say(r0, r1);
  const Time sent = play.bench.now;
  CHECK(play.activity.replicas()[1].received == 0);
  play.bench.wait(way);
  CHECK(play.activity.replicas()[1].received == 1);
  CHECK(play.activity.replicas()[1].last_received == sent + way);
  play.bench.wait(milliseconds(9));
  play.leader = r1;
  play.say(r1, r2);  // 1 ms later it leads itself
  REQUIRE(play.leadership.departures().size() == 1);
  CHECK(play.leadership.departures().front().since_heard == milliseconds(10));
}
