// The conditions of liveness, each of them missed once; and the probe, refused, forgotten, and sent in circles.
#include "core/base/payload_pool.hpp"
#include "scenarios/experiment/runner.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/systems/raft_rest.hpp"
#include "scenarios/workloads/course_options.hpp"
#include "scenarios/workloads/liveness_probe.hpp"
#include "tests/catch.hpp"

namespace whitewater::scenarios {
namespace {

constexpr unsigned replicas = 3;

// Replicas that are well at first.
std::vector<RaftStanding> replicas_at_rest() {
  std::vector<RaftStanding> views;
  for (std::uint16_t i = 0; i < replicas; ++i) views.push_back({i == 1, NodeId{1}, 5, 20, 20});
  return views;
}

// A client that is asked and answered by hand.
struct Probing final : ProbeBooks {
  Probing() { probe.reset(NodeId{11}, replicas, milliseconds(100), *this); }
  std::string key_to_get() const override { return "k7"; }
  void probe_asks(const client::Request& request, Time) override { names.emplace_back(request.mid()); }
  void probe_reads(std::string_view value, Time) override { values.emplace_back(value); }
  void handle(const Event& event, Time now = {}) {
    effects.begin(0);
    probe.handle(event, now, effects);
  }
  void answer(PayloadRef reply) { handle(ReplyArrived{NodeId{0}, std::move(reply)}); }
  const client::Request& asked() const { return *effects.sends[0].payload.get_if<client::Request>(); }

  PayloadPool pool;
  Effects effects{pool};
  LivenessProbe probe;
  std::vector<std::string> names;   // under which the first get was asked
  std::vector<std::string> values;  // that it read
};

// What is said of a cluster that was well at first and is changed then.
template <class Change>
std::string judged(Change&& change, RaftTraffic traffic = {100, 30}) {
  std::vector<RaftStanding> views = replicas_at_rest();
  RaftRest rest;
  rest.begin(views, {100, 30});
  change(views);
  return rest.end(views, traffic).value_or("at rest");
}

}  // namespace

TEST_CASE("a cluster at rest has one leader, equal logs and stands still") {
  using Views = std::vector<RaftStanding>;
  CHECK(judged([](Views&) {}) == "at rest");
  CHECK(judged([](Views& v) { v[1].leading = false; }) == "0 replicas lead; expected 1");
  CHECK(judged([](Views& v) { v[0].leading = true; }) == "2 replicas lead; expected 1");
  CHECK(judged([](Views& v) { v[2].leader = NodeId{0}; }) == "replicas 0000 and 0002 follow different leaders");
  CHECK(judged([](Views& v) { v[2].last_index = 19; }) == "replicas 0000 and 0002 have logs up to 20 and 19");
  CHECK(judged([](Views& v) { v[1].applied = 12; }) == "replicas 0000 and 0001 have applied up to 20 and 12");
  CHECK(judged([](Views& v) {
          for (RaftStanding& view : v) view.applied = 12;
        }) == "entries up to 20 are logged, but only 12 applied");
  CHECK(judged([](Views& v) { v[0].term = 8; }) == "the term grew from 5 to 8");
  CHECK(judged([](Views& v) { v[0].term = 7; }) == "at rest");
  CHECK(judged([](Views& v) {
          for (RaftStanding& view : v) view.last_index = view.applied = 23;
        }) == "the log grew from 20 to 23 without a request");
  CHECK(judged([](Views&) {}, {107, 30}) ==
        "7 messages with entries were sent, although all replicas held all entries");
  CHECK(judged([](Views&) {}, {107, 31}) == "at rest");  // a client asked
}

TEST_CASE("terms are counted from the first quarter of rest on") {
  std::vector<RaftStanding> views = replicas_at_rest();
  RaftRest rest;
  rest.begin(views, {});
  for (RaftStanding& view : views) view.term = 7;
  CHECK_FALSE(rest.end(views, {}).has_value());
  rest.begin(views, {});
  for (RaftStanding& view : views) view.term = 8;
  CHECK(rest.end(views, {}) == "the term grew from 5 to 8");
}

TEST_CASE("the probe gets what was put before, puts, gets, and wants back what it put") {
  Probing probing;
  probing.handle(Started{});
  CHECK(probing.probe.waits_for() == "an answer to a get of a key that was put before");
  CHECK(probing.asked().operation == client::Request::Operation::get);
  CHECK(probing.asked().key() == "k7");
  probing.answer(client::make_ok_value(probing.pool, NodeId{0}, probing.asked().mid(), "old"));
  CHECK(probing.values == std::vector<std::string>{"old"});
  REQUIRE(probing.probe.gets().size() == 1);
  CHECK(probing.probe.gets()[0].read == "old");
  CHECK(probing.probe.gets()[0].state == ReportedRequest::State::ok);
  CHECK(probing.probe.waits_for() == "an answer to a fresh put");
  probing.answer(client::make_ok(probing.pool, NodeId{0}, probing.asked().mid()));
  CHECK(probing.probe.waits_for() == "an answer to a fresh get");
  const std::string get(probing.asked().mid());
  SECTION("and is done when it has it") {
    probing.answer(client::make_ok_value(probing.pool, NodeId{0}, get, "alive"));
    CHECK(probing.probe.done());
  }
  SECTION("and is never done with another value") {
    probing.answer(client::make_ok_value(probing.pool, NodeId{0}, get, "stale"));
    CHECK(probing.probe.waits_for() == "the value that was put");
    CHECK_FALSE(probing.probe.done());
  }
}

TEST_CASE(
    "the probe asks the next replica when nobody answers, the leader when it is told of one, and never without a "
    "pause") {
  Probing probing;
  probing.handle(Started{});
  const std::string first(probing.asked().mid());
  CHECK(probing.effects.sends[0].to == NodeId{0});
  probing.handle(TimerFired{TimerId{0}}, Time{} + milliseconds(100));
  CHECK(probing.effects.sends[0].to == NodeId{1});
  CHECK(probing.asked().mid() == first);
  probing.answer(client::make_redirect(probing.pool, NodeId{2}, first));
  CHECK(probing.effects.sends[0].to == NodeId{2});
  CHECK(probing.asked().mid() != first);
  CHECK(probing.names == std::vector<std::string>{first, std::string(probing.asked().mid())});
  CHECK(probing.probe.gets()[0].state == ReportedRequest::State::redirected);
  CHECK(probing.values.empty());
  // An answer to what it no longer asks is nothing.
  probing.answer(client::make_ok(probing.pool, NodeId{0}, first));
  CHECK(probing.effects.sends.empty());
  unsigned immediate = 0;
  for (unsigned i = 1; !probing.effects.sends.empty() || i == 1; ++i) {
    REQUIRE(i < 20);
    ++immediate;
    probing.answer(client::make_redirect(probing.pool, NodeId{0}, "probe-old." + std::to_string(i)));
  }
  CHECK(immediate < 2 * replicas + 1);
  REQUIRE(probing.effects.timers.size() == 1);
}

TEST_CASE("a cluster that cannot come to rest in time violates liveness, one that can does not") {
  Scenario scenario = standard_scenario();
  scenario.name = "slow";
  scenario.replicas = replicas;
  exercise(scenario).lifetime = seconds(5);
  exercise(scenario).requests = 50;
  scenario.heal = exercise(scenario).end();
  CHECK_FALSE(Runner().run(scenario, 1).violation.has_value());
  // Nobody hears of anybody within an election timeout.
  scenario.network.delay.low = seconds(60);
  scenario.network.delay.high = seconds(60);
  const RunReport report = Runner().run(scenario, 1);
  REQUIRE(report.violation.has_value());
  CHECK(report.violation->property == "liveness");
  CHECK(report.violation->text ==
        "a client still waits for an answer to a get of a key that was put before, 20 election timeouts after all "
        "faults healed at 12s");
  CHECK(report.outcome == RunReport::Outcome::fail);
}

}  // namespace whitewater::scenarios
