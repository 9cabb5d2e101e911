// Beyond the course: keys that all clients share, requests that stray, and clients that ask again.
#include <set>
#include <string>

#include "core/course/client_actor.hpp"
#include "tests/catch.hpp"
#include "tests/course/course_bench.hpp"

using namespace whitewater;
using namespace whitewater::course;

namespace {

Rules shared_rules(std::uint32_t requests = 60) {
  Rules rules = small_rules(requests, Probability{500'000});
  rules.shared_keys = 3;
  return rules;
}

// One client by hand, with its requests one second apart.
struct OneClient {
  explicit OneClient(const Rules& rules) : bench(rules) {
    client = bench.course.workload().client_of(0);
    actor.reset(bench.course, bench.course.client_node(client));
  }
  void handle(const Event& event, Time now) {
    effects.begin(0);
    actor.handle(event, now, effects);
  }
  CourseBench bench;
  unsigned client = 0;
  ClientActor actor;
  Effects effects{bench.pool};
};

constexpr TimerId request_timer{0};
constexpr TimerId again_timer{1};

}  // namespace

TEST_CASE("shared keys are few, known to all from the start, and no value is put twice") {
  CourseBench bench(shared_rules());
  std::set<std::string> keys;
  std::set<std::string> values;
  unsigned puts = 0;
  for (std::uint32_t i = 0; i < 60; ++i) {
    const Outgoing outgoing = bench.fire(i);
    const client::Request& request = request_of(outgoing);
    keys.emplace(request.key());
    if (request.operation != client::Request::Operation::put) continue;
    ++puts;
    values.emplace(request.value());
  }
  CHECK(keys == std::set<std::string>{"k0", "k1", "k2"});
  CHECK(puts == bench.course.workload().generated_put());
  CHECK(values.size() == puts);
  CHECK(bench.course.counts().failed_to_generate_get == 0);
}

TEST_CASE("a retry of a shared put writes a value of its own, and patience ends") {
  CourseBench bench(shared_rules());
  std::uint32_t put = 0;
  while (bench.course.workload().is_get(put)) ++put;
  Outgoing asked = bench.fire(put);
  std::set<std::string> values{std::string(request_of(asked).value())};
  for (std::uint32_t i = 0; i < Rules::patience_max; ++i) {
    const PayloadRef refusal = client::make_redirect(bench.pool, NodeId{1}, request_of(asked).mid());
    std::optional<Outgoing> again =
        bench.course.answer(asked.client, asked.to, *refusal.get_if<client::Reply>(), Time{}, bench.pool);
    REQUIRE(again.has_value());
    asked = *again;
    CHECK(values.emplace(request_of(asked).value()).second);
  }
  const PayloadRef last = client::make_redirect(bench.pool, NodeId{1}, request_of(asked).mid());
  const client::Reply& reply = *last.get_if<client::Reply>();
  CHECK_FALSE(bench.course.answer(asked.client, asked.to, reply, Time{}, bench.pool).has_value());
  // The same refusal once more: requests may be sent twice, so this is nobody's mistake.
  CHECK_FALSE(bench.course.answer(asked.client, asked.to, reply, Time{}, bench.pool).has_value());
  CHECK(bench.course.counts().incorrect == 0);
}

TEST_CASE("stray requests go to any living replica although the leader is known") {
  Rules rules = shared_rules();
  rules.stray = Probability{1'000'000};
  CourseBench bench(rules);
  std::set<std::uint16_t> asked;
  for (std::uint32_t i = 0; i < 60; ++i) asked.insert(bench.fire(i).to.value);
  CHECK(asked.size() == rules.replicas);
}

TEST_CASE("a request without an answer is sent again, the same, so often and no more") {
  Rules rules = shared_rules();
  rules.ask_again = milliseconds(100);
  OneClient one(rules);
  const Time due = one.bench.course.workload().due(0);
  one.handle(Started{}, Time{});
  one.handle(TimerFired{request_timer}, due);
  REQUIRE(one.effects.sends.size() == 1);
  const PayloadRef asked = one.effects.sends[0].payload;
  std::set<std::uint64_t> identities{one.effects.sends[0].identity};
  Time now = due;
  for (std::uint32_t i = 0; i < Rules::patience_max; ++i) {
    now = now + milliseconds(100);
    one.handle(TimerFired{again_timer}, now);
    REQUIRE(one.effects.sends.size() == 1);
    CHECK(same_object(one.effects.sends[0].payload, asked));
    CHECK(identities.insert(one.effects.sends[0].identity).second);
  }
  one.handle(TimerFired{again_timer}, now + milliseconds(100));
  CHECK(one.effects.sends.empty());
  CHECK(one.effects.timers.empty());
}

TEST_CASE("what was answered is not sent again") {
  Rules rules = shared_rules();
  rules.ask_again = milliseconds(100);
  OneClient one(rules);
  const Time due = one.bench.course.workload().due(0);
  one.handle(Started{}, Time{});
  one.handle(TimerFired{request_timer}, due);
  REQUIRE(one.effects.sends.size() == 1);
  const NodeId to = one.effects.sends[0].to;
  const auto& request = *one.effects.sends[0].payload.get_if<client::Request>();
  one.handle(ReplyArrived{to, client::make_ok_value(one.bench.pool, to, request.mid(), "v")}, due + milliseconds(1));
  one.handle(TimerFired{again_timer}, due + milliseconds(100));
  CHECK(one.effects.sends.empty());
}

TEST_CASE("replicas that were killed and started again are neither dead nor lost") {
  CourseBench bench(shared_rules());
  Course& course = bench.course;
  course.expect_restarts();
  const NodeSet all = NodeSet::first(course.rules().replicas);
  course.saw_kill(all);
  CHECK_FALSE(course.over());
  CHECK_FALSE(course.fire(0, Time{}, bench.pool).has_value());
  course.saw_restart(NodeSet::first(2));
  CHECK(course.living() == NodeSet::first(2));
  course.saw_kill(NodeSet::first(1));
  const Statistics statistics = course.finish();
  CHECK(statistics.died == 0);
  CHECK(statistics.killed == course.rules().replicas + 1);
}
