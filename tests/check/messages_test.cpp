// What messages alone show: each checker bites on what it is for, and is silent on what only looks like it.
#include "core/check/messages/followings.hpp"
#include "core/check/messages/health.hpp"
#include "core/check/messages/service.hpp"
#include "core/check/messages/term_leaders.hpp"
#include "tests/catch.hpp"

using namespace whitewater;
using namespace whitewater::checks;

namespace {

NodeId node(int number) {
  return NodeId{static_cast<std::uint16_t>(number)};
}
Time at(int ms) {
  return Time{} + milliseconds(ms);
}
Health whole(unsigned replicas) {
  Health health;
  health.reset(replicas, replicas / 2 + 1);
  for (const NodeId each : NodeSet::first(replicas)) health.up(each, {});
  return health;
}

}  // namespace

TEST_CASE("two replicas that say in leaders' messages that they lead one term are two leaders") {
  TermLeaders leaders;
  leaders.reset();
  CHECK_FALSE(leaders.sent(node(0), "append", true, 3, at(1)));
  CHECK_FALSE(leaders.sent(node(0), "append", true, 3, at(2)));
  CHECK_FALSE(leaders.sent(node(1), "append", true, 4, at(3)));
  const auto two = leaders.sent(node(2), "append", true, 3, at(4));
  REQUIRE(two);
  CHECK(two->before.leader == node(0));
  CHECK(two->before.first == at(1));
  CHECK(two->now.leader == node(2));
  CHECK(leaders.type(two->now.type) == "append");
  CHECK(leaders.claims() == 4);
  CHECK(leaders.terms() == 2);
}

TEST_CASE("a candidate that names itself, and a deposed leader that answers in a later term, are no leaders") {
  TermLeaders leaders;
  leaders.reset();
  CHECK_FALSE(leaders.sent(node(1), "RequestVote", true, 5, at(1)));
  CHECK_FALSE(leaders.sent(node(2), "RequestVote", true, 5, at(2)));
  CHECK_FALSE(leaders.sent(node(1), "state", false, 5, at(3)));  // so it is no type of leaders
  CHECK_FALSE(leaders.sent(node(0), "state", true, 5, at(4)));
  CHECK_FALSE(leaders.sent(node(2), "append", true, 5, at(5)));
  CHECK(leaders.claims() == 1);
}

TEST_CASE("a claim of a type that others turn out to send counts no more") {
  TermLeaders leaders;
  leaders.reset();
  CHECK_FALSE(leaders.sent(node(0), "state", true, 5, at(1)));
  CHECK_FALSE(leaders.sent(node(1), "state", false, 5, at(2)));
  CHECK_FALSE(leaders.sent(node(2), "append", true, 5, at(3)));
}

TEST_CASE("a healthy majority lives and reaches each other since then") {
  Health health = whole(5);
  CHECK(health.majority(at(0)).size() == 5);
  for (const int inside : {0, 1})
    for (const int outside : {2, 3, 4}) health.cut(node(inside), node(outside), true, at(10));
  CHECK(health.majority(at(0)) == NodeSet{0b11100});
  CHECK(health.majority(at(0), NodeSet{0b100}).empty());  // one of the three has ended
  health.missed(node(2), node(3), at(20));
  CHECK(health.majority(at(19)).empty());
  CHECK(health.majority(at(20)) == NodeSet{0b11100});
  health.down(node(4), at(30));
  CHECK(health.majority(at(30)).empty());
  health.cut(node(0), node(2), false, at(40));
  health.cut(node(0), node(3), false, at(41));
  CHECK(health.majority(at(41)) == NodeSet{0b1101});
  CHECK(health.calm_since() == at(41));
  health.trouble(true, at(50));
  CHECK(health.majority(at(60)).empty());
  health.trouble(false, at(60));
  CHECK(health.majority(at(59)).empty());
  CHECK_FALSE(health.majority(at(60)).empty());
}

TEST_CASE("a majority is not healthy while late messages of another replica reach it") {
  Health health = whole(3);
  for (const int inside : {0, 1}) health.cut(node(inside), node(2), true, at(10));  // who hears nobody, but is heard
  CHECK(health.majority(at(10)) == NodeSet{0b11});
  health.late(node(2), node(1), at(20));
  CHECK(health.majority(at(19)).empty());
  CHECK(health.majority(at(20)) == NodeSet{0b11});
  health.late(node(1), node(2), at(30));  // nobody of the majority
  CHECK(health.majority(at(20)) == NodeSet{0b11});
  health.late(node(0), node(1), at(40));
  CHECK(health.majority(at(39)).empty());
  CHECK(health.calm_since() == at(40));
}

TEST_CASE("requests that a healthy majority does not do for so long are a silence") {
  Health health = whole(3);
  Service service;
  service.reset(seconds(2));
  for (int ms = 0; ms < 2'000; ms += 100) CHECK_FALSE(service.requested(node(1), at(ms), health, {}));
  const auto silence = service.requested(node(1), at(2'000), health, {});
  REQUIRE(silence);
  CHECK(silence->since == at(0));
  CHECK(silence->requests == 20);
}

TEST_CASE("no silence: something was done, few requests, a minority, a replica that ended, a majority in trouble") {
  const auto silent = [](auto&& meanwhile, int every, NodeSet gone = {}) {
    Health health = whole(3);
    Service service;
    service.reset(seconds(2));
    bool found = false;
    for (int ms = 0; ms < 6'000; ms += every) {
      meanwhile(service, health, ms);
      found |= service.requested(node(1), at(ms), health, gone).has_value();
    }
    return found;
  };
  const auto nothing = [](Service&, Health&, int) {};
  CHECK(silent(nothing, 100));
  CHECK_FALSE(silent(nothing, 1'500));
  CHECK_FALSE(silent(nothing, 100, NodeSet{0b110}));
  CHECK_FALSE(silent(
      [](Service& service, Health&, int ms) {
        if (ms % 1'500 == 0) service.done(7, at(ms));
      },
      100));
  CHECK_FALSE(silent(
      [](Service&, Health& health, int ms) {
        for (const int other : {0, 2})
          if (ms % 1'000 == 0) health.missed(node(1), node(other), at(ms));
      },
      100));
  CHECK_FALSE(silent(
      [](Service&, Health& health, int ms) {
        if (ms == 0)
          for (const int other : {0, 1}) health.cut(node(other), node(2), true, at(ms));
        if (ms % 1'000 == 0) health.late(node(2), node(0), at(ms));
      },
      100));
}

TEST_CASE("no silence: whoever asked gave up while a leader was elected, and nobody asks until the verdict") {
  const auto silent = [](int last) {
    Health health = whole(3);
    Service service;
    service.reset(seconds(5));
    for (int ms = 0; ms <= last; ms += 100) CHECK_FALSE(service.requested(node(1), at(ms), health, {}));
    const bool found = service.requested(node(1), at(5'600), health, {}).has_value();
    CHECK(service.unjudged_silences() == (found ? 0 : 1));
    return found;
  };
  CHECK_FALSE(silent(2'300));
  CHECK_FALSE(silent(3'100));
  CHECK(silent(3'200));
  CHECK(silent(4'900));
}

TEST_CASE("a request that a healthy majority redirects for so long is a storm, and who name each other are named") {
  Health health = whole(3);
  Service service;
  service.reset(seconds(2));
  std::optional<Service::Storm> storm;
  for (int ms = 0; ms <= 800 && !storm; ms += 5)
    storm = service.redirected(9, node(ms / 5 % 2), node(1 - ms / 5 % 2), at(ms), health, {});
  REQUIRE(storm);
  CHECK(storm->redirects == 161);
  CHECK(storm->each_other);
  CHECK(service.most_redirects() == 161);
}

TEST_CASE("no storm: the request is done in between, or the majority is not healthy throughout") {
  for (const bool done : {true, false}) {
    Health health = whole(3);
    Service service;
    service.reset(seconds(2));
    for (int ms = 0; ms <= 6'000; ms += 5) {
      if (done && ms % 500 == 0) service.done(9, at(ms));
      for (const int trouble : {0, 1}) {
        if (done || ms % 500 != 0) continue;
        health.down(node(trouble), at(ms));
        health.up(node(trouble), at(ms));
      }
      CHECK_FALSE(service.redirected(9, node(2), node(0), at(ms), health, {}));
    }
  }
}

TEST_CASE("who names its leader no more has left it, and a claim ends with what ends it") {
  Followings followings;
  followings.reset(3);
  CHECK(followings.names(node(0), node(0), at(1)) == nullptr);
  CHECK(followings.names(node(1), node(0), at(2)) == nullptr);
  followings.heard(node(1), node(0), at(3));
  const Departure* const left = followings.names(node(1), no_node, at(5));
  REQUIRE(left != nullptr);
  CHECK(left->since_heard == milliseconds(2));
  CHECK_FALSE(left->leader_dead);
  followings.died(node(0));
  REQUIRE(followings.claims().size() == 1);
  CHECK(followings.claims()[0].end == Claim::End::death);
}

TEST_CASE("a majority that loses few messages is healthy where that is allowed") {
  Health strict, tolerant;
  strict.reset(2, 2);
  tolerant.reset(2, 2, 8);
  for (Health* const health : {&strict, &tolerant})
    for (const NodeId each : NodeSet::first(2)) health->up(each, {});
  for (int i = 1; i <= 100; ++i)
    for (Health* const health : {&strict, &tolerant}) health->sent(node(0), node(1), i % 3 == 0, at(i));
  CHECK(strict.majority(at(0)).empty());
  CHECK(tolerant.majority(at(0)) == NodeSet::first(2));
  for (int i = 101; i <= 110; ++i) tolerant.sent(node(0), node(1), true, at(i));
  CHECK(tolerant.majority(at(0)).empty());
  CHECK(tolerant.majority(at(110)) == NodeSet::first(2));
}

TEST_CASE("what was long enough, but had no healthy majority, is counted as not judged") {
  Health health = whole(3);
  Service service;
  service.reset(milliseconds(1'000));
  health.down(node(1), at(1));
  health.down(node(2), at(1));
  for (int i = 0; i < 12; ++i) CHECK_FALSE(service.requested(node(0), at(i * 100), health, {}));
  CHECK(service.unjudged_silences() == 1);
  CHECK(service.unjudged_storms() == 0);
  for (int i = 0; i < 500; ++i) CHECK_FALSE(service.redirected(7, node(0), node(1), at(2'000 + i), health, {}));
  CHECK(service.unjudged_storms() == 1);
  service.reset(milliseconds(1'000));
  CHECK(service.unjudged_silences() == 0);
}
