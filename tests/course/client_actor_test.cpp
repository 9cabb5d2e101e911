// The clients as actors: their timers, what they send, and what they do with an answer.
#include "core/course/client_actor.hpp"

#include <vector>

#include "tests/catch.hpp"
#include "tests/course/course_bench.hpp"

using namespace whitewater;
using namespace whitewater::course;

namespace {

// All eight on one course, driven by hand.
struct Eight {
  explicit Eight(const Rules& rules) : bench(rules) {
    for (unsigned i = 0; i < clients; ++i) actors[i].reset(bench.course, bench.course.client_node(i));
  }
  void handle(unsigned client, const Event& event, Time now = {}) {
    effects.begin(0);
    actors[client].handle(event, now, effects);
  }
  CourseBench bench;
  std::array<ClientActor, clients> actors;
  Effects effects{bench.pool};
};

}  // namespace

TEST_CASE("the eight clients fire every request of the plan when it is due, one after the other") {
  Eight eight(small_rules(100));
  std::uint32_t fired = 0;
  for (unsigned client = 0; client < clients; ++client) {
    eight.handle(client, Started{});
    CHECK(eight.effects.sends.empty());
    while (!eight.effects.timers.empty()) {
      REQUIRE(eight.effects.timers.size() == 1);
      const Time deadline = eight.effects.timers[0].deadline;
      const TimerId timer = eight.effects.timers[0].timer;
      eight.handle(client, TimerFired{timer}, deadline);
      REQUIRE(eight.effects.sends.size() == 1);
      const Effects::Send& sent = eight.effects.sends[0];
      CHECK(sent.kind == SendKind::request);
      const RequestRecord& record = eight.bench.course.requests().back();
      CHECK(same_object(sent.payload, record.payload));
      CHECK(sent.to == record.to);
      CHECK(sent.identity == hash_words(record.number, 0));
      CHECK(record.client() == eight.bench.course.client_node(client));
      CHECK(record.sent == eight.bench.course.workload().due(record.number));
      ++fired;
    }
  }
  CHECK(fired == 100);
}

TEST_CASE("a client without a request sets no timer") {
  Eight eight(small_rules(0));
  for (unsigned client = 0; client < clients; ++client) {
    eight.handle(client, Started{});
    CHECK(eight.effects.timers.empty());
  }
}

TEST_CASE("a client sends the retry that a redirect asks for, and nothing after an ok") {
  Eight eight(small_rules(10));
  const unsigned client = eight.bench.course.workload().client_of(0);
  eight.handle(client, Started{});
  eight.handle(client, TimerFired{TimerId{0}}, eight.effects.timers[0].deadline);
  const PayloadRef redirect = client::make_redirect(eight.bench.pool, NodeId{3}, "r0");
  eight.handle(client, ReplyArrived{NodeId{1}, redirect}, Time{} + seconds(6));
  REQUIRE(eight.effects.sends.size() == 1);
  CHECK(eight.effects.sends[0].to == NodeId{3});
  CHECK(eight.effects.sends[0].identity == hash_words(0, 1));
  CHECK(eight.effects.timers.empty());
  const PayloadRef ok = client::make_ok(eight.bench.pool, NodeId{3}, "r0.1");
  eight.handle(client, ReplyArrived{NodeId{3}, ok}, Time{} + seconds(6));
  CHECK(eight.effects.sends.empty());
  CHECK(eight.bench.course.finish().unanswered_put == 0);
}

TEST_CASE("an answer that is no reply is incorrect") {
  Eight eight(small_rules(10));
  const PayloadRef request = client::make_get(eight.bench.pool, NodeId{5}, no_node, "r0", "key");
  eight.handle(0, ReplyArrived{NodeId{1}, request});
  CHECK(eight.bench.course.finish().incorrect == 1);
}

TEST_CASE("a client's fingerprint moves with each of its events and with no other client's") {
  Eight eight(small_rules(10));
  const unsigned client = eight.bench.course.workload().client_of(0);
  const unsigned other = client == 0 ? 1 : 0;
  const std::uint64_t others = eight.actors[other].fingerprint();
  std::vector<std::uint64_t> seen{eight.actors[client].fingerprint()};
  const auto moved = [&] {
    seen.push_back(eight.actors[client].fingerprint());
    return seen.back() != seen[seen.size() - 2];
  };
  eight.handle(client, Started{});
  eight.handle(client, TimerFired{TimerId{0}}, eight.effects.timers[0].deadline);
  CHECK(moved());
  const PayloadRef ok = client::make_ok(eight.bench.pool, NodeId{3}, "r0");
  eight.handle(client, ReplyArrived{NodeId{3}, ok}, Time{} + seconds(6));
  CHECK(moved());
  eight.handle(client, ReplyArrived{NodeId{3}, ok}, Time{} + seconds(6));
  CHECK(moved());
  CHECK(eight.actors[other].fingerprint() == others);
}

TEST_CASE("only the eight clients are client actors") {
  CourseBench bench;
  ClientActor actor;
  CHECK_THROWS_AS(actor.reset(bench.course, NodeId{4}), CheckFailure);
  CHECK_THROWS_AS(actor.reset(bench.course, NodeId{13}), CheckFailure);
}

TEST_CASE("while the course's loop sleeps requests wait for it, or for the next message") {
  Rules rules = small_rules(10);
  rules.loop_wait = milliseconds(100);
  Eight eight(rules);
  Course& course = eight.bench.course;
  const Time due = Time{} + seconds(1) + milliseconds(30);
  CHECK(course.leaves_at(due) == Time{} + seconds(1) + milliseconds(100));
  course.saw_traffic(Time{} + seconds(1) + milliseconds(10));
  CHECK(course.leaves_at(due) == Time{} + seconds(1) + milliseconds(110));
  CHECK(course.leaves_at(due + milliseconds(100)) == Time{} + seconds(1) + milliseconds(210));
  course.saw_traffic(Time{} + seconds(1) + milliseconds(31));
  CHECK(course.leaves_at(due) == due);

  const std::uint32_t request = course.workload().first_of(0);
  REQUIRE(request != Workload::none);
  const Time first = course.workload().due(request);
  course.saw_traffic(first - milliseconds(1));
  eight.handle(0, Started{});
  eight.handle(0, TimerFired{TimerId{0}}, first);
  CHECK(eight.effects.sends.empty());
  REQUIRE(eight.effects.timers.size() == 1);
  CHECK(eight.effects.timers[0].deadline == first + milliseconds(1));
  course.saw_traffic(first + microseconds(300));
  eight.handle(0, TimerFired{TimerId{0}}, first + milliseconds(1));
  CHECK(eight.effects.sends.size() == 1);
}
