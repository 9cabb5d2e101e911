// What nodes owe each other in elections and as leaders, judged by messages, writes and clocks: each rule at its edge,
// and broken.
#include <string>

#include "core/base/payload_pool.hpp"
#include "core/check/properties/raft_conduct_properties.hpp"
#include "core/check/properties/raft_properties.hpp"
#include "core/raft/peer_message.hpp"
#include "tests/catch.hpp"

using namespace whitewater;
using namespace whitewater::checks;

namespace {

constexpr NodeId a{0};
constexpr NodeId b{1};
constexpr NodeId c{2};

raft::HardState hard(std::uint64_t term, NodeId vote) {
  return {raft::Term{term}, vote};
}

Time at(std::int64_t milliseconds_after_start) {
  return Time{} + milliseconds(milliseconds_after_start);
}

// Five nodes, of which the first, second and third do something. Promises last 600 ms, timeouts 1.2 s at most.
struct Conduct {
  Conduct() {
    config.replicas = 5;
    properties.reset(config);
  }
  void reset() {
    violation.reset();
    properties.reset(config);
  }
  std::string property() const { return violation ? std::string(violation.get()->property) : "fine"; }
  void pre_vote(NodeId from, std::uint64_t term) {
    properties.handed(a, at(0), from, raft::PreVoteGranted{raft::Term{term}, {}});
  }
  // Node a is handed the acceptance of an append.
  void accepts(NodeId from, Time now, std::uint64_t term = 1) {
    properties.handed(a, now, from, raft::AppendAccepted{raft::Term{term}, {}, 0});
  }
  // Node a leads term 1 since `now`, by the votes of b and c.
  void lead(Time now) {
    for (const NodeId node : {b, c}) pre_vote(node, 1);
    CHECK(properties.wrote(a, hard(1, a)));
    for (const NodeId node : {b, c}) properties.handed(a, now, node, raft::VoteGranted{raft::Term{1}, {}});
  }
  // A timer of a fires, and it sends a heartbeat of that term.
  bool beats(Time now, std::uint64_t term = 1) {
    effects.begin(0);
    effects.send_message(b, make_payload<raft::PeerMessage>(
                                pool, a, raft::Message(raft::AppendEntries{raft::Term{term}, {}, {}, {}, 0, {}})));
    return properties.timer_fired(a, now, effects);
  }

  raft::Config config;
  FirstViolation violation;
  ConductProperties properties{violation};
  PayloadPool pool;
  Effects effects{pool};
};

}  // namespace

TEST_CASE("promise kept: no vote within the promise that an answered append gives") {
  Conduct conduct;
  CHECK(conduct.properties.grants(a, at(0), b));
  conduct.properties.answered_append(a, at(1'000));
  CHECK(conduct.properties.grants(a, at(1'600), b));
  CHECK(conduct.properties.grants(c, at(1'001), b));
  CHECK_FALSE(conduct.properties.grants(a, Time{at(1'600).ns - 1}, b));
  CHECK(conduct.property() == "promise_kept");
  CHECK(conduct.violation.get()->sentence.starts_with(
      "node 0000 votes for node 0001 599.999 ms after it answered an append of a leader, by its own clock; but"));
}

TEST_CASE("promise kept: neither a start nor a later term ends the promise") {
  Conduct conduct;
  conduct.properties.answered_append(a, at(1'000));
  SECTION("a start") {
    conduct.properties.started(a, hard(3, no_node));
    CHECK_FALSE(conduct.properties.grants(a, at(1'100), b));
  }
  SECTION("a later term") {
    CHECK(conduct.properties.wrote(b, hard(0, no_node)));
    conduct.properties.handed(a, at(1'050), b, raft::VoteDenied{raft::Term{9}, {}});
    CHECK_FALSE(conduct.properties.grants(a, at(1'100), b));
  }
  SECTION("who starts in no term has promised nothing: no answer left it") {
    conduct.properties.started(a, hard(0, no_node));
    CHECK(conduct.properties.grants(a, at(1'100), b));
  }
}

TEST_CASE("promise kept: an append counts when it is answered in its own term") {
  FirstViolation violation;
  RaftProperties judge{violation};
  PayloadPool pool;
  raft::Config config;
  config.replicas = 3;
  config.prevote = false;
  judge.reset(config, true);
  config.self = a;
  const raft::Node node(config);
  const raft::Message append = raft::AppendEntries{raft::Term{1}, {}, {}, {}, 0, {}};
  const auto answers = [&](const raft::Message& message, const raft::Message& handled) {
    judge.may_leave(a, at(1'000), {SendKind::message, b, {}, 0, 0}, message, &handled, node);
  };
  const auto grants = [&] { return judge.conduct().grants(a, at(1'100), c); };
  CHECK(grants());
  SECTION("accepted") {
    answers(raft::AppendAccepted{raft::Term{1}, {}, 0}, append);
    CHECK_FALSE(grants());
  }
  SECTION("refused by a follower whose log differs") {
    answers(raft::AppendRejected{raft::Term{1}, {}, {}, {}, 0}, append);
    CHECK_FALSE(grants());
  }
  SECTION("refused in a later term") {
    answers(raft::AppendRejected{raft::Term{2}, {}, {}, {}, 0}, append);
    CHECK(grants());
  }
  SECTION("another answer to another message") {
    answers(raft::VoteDenied{raft::Term{1}, {}}, raft::VoteRequest{raft::Term{1}, {}, {}});
    CHECK(grants());
  }
}

TEST_CASE("vote kept: a vote is not withdrawn within its term") {
  Conduct conduct;
  conduct.config.prevote = false;
  conduct.reset();
  CHECK(conduct.properties.wrote(b, hard(3, b)));
  CHECK(conduct.properties.wrote(a, hard(3, no_node)));
  CHECK(conduct.properties.wrote(a, hard(3, b)));
  SECTION("a later term") {
    CHECK(conduct.properties.wrote(b, hard(4, b)));
    CHECK(conduct.properties.wrote(a, hard(4, no_node)));
  }
  SECTION("withdrawn") {
    CHECK_FALSE(conduct.properties.wrote(a, hard(3, no_node)));
    CHECK(conduct.property() == "vote_kept");
  }
  SECTION("withdrawn in another life") {
    conduct.properties.started(a, hard(3, b));
    CHECK_FALSE(conduct.properties.wrote(a, hard(3, no_node)));
    CHECK(conduct.property() == "vote_kept");
  }
}

TEST_CASE("term begun by candidate: the first that writes a term votes for itself") {
  Conduct conduct;
  conduct.config.prevote = false;
  conduct.reset();
  CHECK(conduct.properties.wrote(a, hard(1, a)));
  CHECK(conduct.properties.wrote(b, hard(1, no_node)));
  SECTION("for nobody") {
    CHECK_FALSE(conduct.properties.wrote(b, hard(2, no_node)));
  }
  SECTION("for another") {
    CHECK_FALSE(conduct.properties.wrote(b, hard(2, c)));
  }
  CHECK(conduct.property() == "term_begun_by_candidate");
}

TEST_CASE("campaign after prevotes: a majority grants pre-votes for the very term first") {
  Conduct conduct;
  conduct.pre_vote(b, 1);
  conduct.pre_vote(b, 1);
  SECTION("two of five, one of them itself") {
    CHECK_FALSE(conduct.properties.wrote(a, hard(1, a)));
  }
  SECTION("for another term") {
    conduct.pre_vote(c, 2);
    CHECK_FALSE(conduct.properties.wrote(a, hard(1, a)));
  }
  SECTION("in another life") {
    conduct.pre_vote(c, 1);
    conduct.properties.started(a, hard(0, no_node));
    CHECK_FALSE(conduct.properties.wrote(a, hard(1, a)));
  }
  SECTION("granted") {
    conduct.pre_vote(c, 1);
    CHECK(conduct.properties.wrote(a, hard(1, a)));
    return;
  }
  CHECK(conduct.property() == "campaign_after_prevotes");
}

TEST_CASE("leader heard quorum: who hears no majority sends no appends for long") {
  Conduct conduct;
  conduct.lead(at(1'000));
  // Twice 1.2 s after the election, all is well. Later the first timer is the chance to step down.
  CHECK(conduct.beats(at(3'400)));
  SECTION("nobody answers") {
    CHECK(conduct.beats(at(3'401)));
    CHECK_FALSE(conduct.beats(at(3'402)));
    CHECK(conduct.property() == "leader_heard_quorum");
  }
  SECTION("one of four answers, all the time") {
    for (int i = 0; i < 3; ++i) conduct.accepts(b, at(3'000 + i), 1);
    CHECK(conduct.beats(at(3'401)));
    CHECK_FALSE(conduct.beats(at(3'402)));
  }
  SECTION("two of four answer, one of them with a refusal") {
    conduct.accepts(b, at(3'000), 1);
    conduct.properties.handed(a, at(2'000), c, raft::AppendRejected{raft::Term{1}, {}, {}, {}, 0});
    CHECK(conduct.beats(at(4'400)));
    CHECK(conduct.beats(at(4'401)));
    CHECK_FALSE(conduct.beats(at(4'402)));
  }
  SECTION("answers of another term do not count") {
    for (const NodeId node : {b, c}) conduct.accepts(node, at(3'000), 2);
    CHECK(conduct.beats(at(3'401)));
    CHECK_FALSE(conduct.beats(at(3'402)));
  }
  SECTION("paused: what it hears after the late timer counts") {
    CHECK(conduct.beats(at(9'000)));
    for (const NodeId node : {b, c}) conduct.accepts(node, at(9'001), 1);
    CHECK(conduct.beats(at(9'002)));
    CHECK(conduct.beats(at(11'401)));
  }
  SECTION("appends of a term that it does not lead any more are not its own") {
    CHECK(conduct.properties.wrote(a, hard(1, a)));
    CHECK(conduct.beats(at(3'401), 7));
    CHECK(conduct.beats(at(3'402), 7));
  }
  SECTION("without check_quorum it may") {
    conduct.config.check_quorum = false;
    conduct.reset();
    conduct.lead(at(1'000));
    for (int i = 0; i < 3; ++i) CHECK(conduct.beats(at(9'000 + i)));
  }
}
