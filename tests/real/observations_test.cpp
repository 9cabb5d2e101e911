// What the watchers of a real run make of its events, told to them by hand.
#include "core/base/payload_pool.hpp"
#include "tests/catch.hpp"
#include "tools/real/report/acknowledgement_watch.hpp"
#include "tools/real/report/activity_watch.hpp"
#include "tools/real/report/leadership_watch.hpp"

using namespace whitewater;
using namespace whitewater::tools::real;

namespace {

NodeId node(unsigned number) {
  return NodeId{static_cast<std::uint16_t>(number)};
}

Time at(int ms) {
  return Time{} + milliseconds(ms);
}

// Five replicas; client 5 asks.
class Play {
 public:
  ~Play() { requests.clear(); }

  void tell(unsigned from, unsigned to, int ms, Passage fate = Passage::delivered, NodeId leader = no_node) {
    const MessageSeen seen{at(ms), node(from), node(to), "x", "bytes", fate, 1, leader};
    acknowledgements.on_message(seen);
    activity.on_message(seen);
    leadership.on_message(seen);
  }
  std::size_t ask(unsigned to, const std::string& mid, int ms, Passage fate = Passage::delivered) {
    course::RequestRecord& record = requests.emplace_back();
    record.payload = client::make_put(pool, node(5), no_node, mid, "key", "value");
    record.to = node(to);
    record.sent = at(ms);
    const RequestSeen seen{at(ms), record, node(to), fate};
    acknowledgements.on_request(seen);
    activity.on_request(seen);
    return requests.size() - 1;
  }
  void ok(std::size_t request, int ms) {
    course::RequestRecord& record = requests[request];
    record.state = course::RequestRecord::State::ok;
    AnswerSeen seen;
    seen.time = at(ms);
    seen.from = record.to;
    seen.client = node(5);
    seen.mid = record.mid();
    seen.record = &record;
    acknowledgements.on_answer(seen);
    activity.on_answer(seen);
  }

  PayloadPool pool;
  AcknowledgementWatch acknowledgements{5};
  ActivityWatch activity{5};
  LeadershipWatch leadership{5};
  std::vector<course::RequestRecord> requests;
};

}  // namespace

TEST_CASE("an acknowledgement before a majority can have heard is early, and only that") {
  Play play;
  const std::size_t early = play.ask(0, "r1", 10);
  play.tell(0, 1, 11);
  play.tell(1, 0, 12);
  play.ok(early, 13);
  const std::size_t right = play.ask(0, "r2", 20);
  for (const unsigned peer : {1u, 2u}) play.tell(0, peer, 21);
  for (const unsigned peer : {1u, 2u}) play.tell(peer, 0, 22);
  play.ok(right, 23);
  CHECK(play.acknowledgements.judged() == 2);
  REQUIRE(play.acknowledgements.early().size() == 1);
  const EarlyPut& put = play.acknowledgements.early().front();
  CHECK(put.mid == "r1");
  CHECK(put.by == node(0));
  CHECK(put.heard == NodeSet{0b11});
  CHECK(put.answered == at(13));
}

TEST_CASE("what was lost or cut off was heard by nobody") {
  Play play;
  const std::size_t put = play.ask(0, "r1", 10);
  play.tell(0, 1, 11);
  play.tell(0, 2, 11, Passage::lost);
  for (const unsigned peer : {1u, 2u}) play.tell(peer, 0, 12);
  play.ok(put, 13);
  CHECK(play.acknowledgements.early().size() == 1);
}

TEST_CASE("puts that nobody acknowledged are told apart by how far they came") {
  Play play;
  play.ask(4, "r1", 5, Passage::dead);
  play.ask(0, "r2", 10);
  play.tell(0, 1, 11);
  play.tell(0, 2, 11);
  play.tell(1, 0, 13);
  play.tell(2, 0, 14);
  play.tell(3, 0, 15);
  play.ask(3, "r3", 20);
  play.tell(3, 1, 21);
  const UnansweredPuts found = play.acknowledgements.unanswered(play.requests, {});
  CHECK(found.undelivered == 1);
  CHECK(found.majority == 1);
  CHECK(found.first_of_majority == "r2");
  CHECK(found.majority_within == milliseconds(4));
  CHECK(found.heard == NodeSet{0b110});
  CHECK(found.nobody == 1);
  CHECK(found.nobody_at == NodeSet::of(node(3)));
}

TEST_CASE("a replica's silence is counted from its last message") {
  Play play;
  play.tell(1, 0, 10);
  for (int i = 0; i < 7; ++i) play.tell(0, 1, 20 + i);
  play.tell(0, 1, 30, Passage::lost);
  const ReplicaActivity& silent = play.activity.replicas()[1];
  CHECK(silent.sent == 1);
  CHECK(silent.last_sent == at(10));
  CHECK(silent.received_since == 7);
  CHECK(silent.last_received == at(26));
  CHECK(play.activity.replicas()[2].last_sent == time_never);
}

TEST_CASE("the margin is from the last hello to the first message between replicas") {
  Play play;
  CHECK_FALSE(play.activity.hello_margin());
  for (unsigned i = 0; i < 4; ++i) play.activity.on_reachable(at(100 + static_cast<int>(i)), node(i));
  play.tell(0, 1, 700);
  CHECK_FALSE(play.activity.hello_margin());  // one never said hello
  play.activity.on_reachable(at(900), node(4));
  CHECK(play.activity.hello_margin() == milliseconds(-200));
}

TEST_CASE("claims to lead are intervals, and who left a leader is told with the reason") {
  Play play;
  const NodeId zero = node(0), two = node(2);
  play.tell(0, 1, 100, Passage::delivered, zero);
  play.tell(1, 0, 101, Passage::delivered, zero);
  play.tell(0, 1, 200, Passage::delivered, zero);
  play.tell(1, 0, 201, Passage::delivered, zero);
  play.tell(1, 2, 488, Passage::delivered);  // 288 ms after it last heard 0000
  play.tell(0, 2, 500, Passage::delivered, zero);
  play.tell(2, 0, 501, Passage::delivered, zero);
  play.tell(0, 2, 600, Passage::cut, zero);
  play.tell(0, 2, 700, Passage::lost, zero);
  play.tell(2, 0, 800, Passage::delivered, two);
  play.tell(0, 1, 900, Passage::delivered);
  play.leadership.on_over(at(1000));

  const std::vector<Claim>& claims = play.leadership.claims();
  REQUIRE(claims.size() == 2);
  CHECK(claims[0].replica == zero);
  CHECK(claims[0].from == at(100));
  CHECK(claims[0].to == at(700));
  CHECK(claims[0].end == Claim::End::nobody);
  CHECK(claims[1].replica == two);
  CHECK(claims[1].to == at(1000));
  CHECK(claims[1].end == Claim::End::run);

  const std::vector<Departure>& departures = play.leadership.departures();
  REQUIRE(departures.size() == 2);
  CHECK(departures[0].replica == node(1));
  CHECK(departures[0].since_heard == milliseconds(288));
  CHECK(departures[0].stopped == 0);
  CHECK(departures[1].replica == two);
  CHECK(departures[1].since_heard == milliseconds(300));
  CHECK(departures[1].stopped == 2);

  const auto gap = play.leadership.longest_gap(at(0));
  CHECK(gap.length == milliseconds(100));  // 0 to 100 ms, and 700 to 800 ms
}

TEST_CASE("who left a dead leader had a reason") {
  Play play;
  play.tell(0, 1, 100, Passage::delivered, node(0));
  play.tell(1, 0, 101, Passage::delivered, node(0));
  FaultSeen kill;
  kill.time = at(150);
  kill.targets = NodeSet::of(node(0));
  play.leadership.on_fault(kill);
  play.tell(1, 2, 400, Passage::delivered, node(1));
  play.leadership.on_over(at(1000));
  REQUIRE(play.leadership.departures().size() == 1);
  CHECK(play.leadership.departures()[0].leader_dead);
  REQUIRE(play.leadership.claims().size() == 2);
  CHECK(play.leadership.claims()[0].end == Claim::End::death);
  CHECK(play.leadership.claims()[0].to == at(100));
}

TEST_CASE("a leader that a fault stopped claims nothing meanwhile, and is left for a reason") {
  Play play;
  play.tell(0, 1, 1'000, Passage::delivered, node(0));
  play.tell(1, 0, 1'001, Passage::delivered, node(0));
  EpisodeSeen pause;
  pause.record.time = at(1'100);
  pause.record.paused = NodeSet::of(node(0));
  play.leadership.on_episode(pause);
  play.tell(1, 2, 2'000, Passage::delivered, node(1));
  EpisodeSeen resume;
  resume.record.time = at(3'000);
  resume.record.resumed = NodeSet::of(node(0));
  play.leadership.on_episode(resume);
  play.tell(0, 1, 3'001, Passage::delivered, node(0));
  play.tell(0, 1, 3'002, Passage::delivered, node(1));
  play.leadership.on_over(at(4'000));
  const auto& claims = play.leadership.claims();
  REQUIRE(claims.size() == 3);
  CHECK(claims[0].to == at(1'000));
  CHECK(claims[0].end == Claim::End::pause);
  CHECK(claims[2].from == at(3'001));
  REQUIRE(play.leadership.departures().size() == 1);
  CHECK(play.leadership.departures()[0].leader_paused);
  CHECK_FALSE(play.leadership.departures()[0].leader_dead);
}
