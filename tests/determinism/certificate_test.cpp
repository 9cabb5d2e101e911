// The certificate of determinism bites: planted actors that use an address as a key, or a field that nobody wrote, are
// named with the event at which they went astray; runs that are the same pass; and what did not happen again is not
// explained away.
#include <stdexcept>
#include <string>

#include "scenarios/report/nondeterminism.hpp"
#include "scenarios/story/last_events.hpp"
#include "scenarios/workloads/course_options.hpp"
#include "tests/catch.hpp"
#include "tests/determinism/catalogue.hpp"
#include "tests/determinism/planted.hpp"
#include "tools/runs/judged_run.hpp"
#include "tools/runs/side_by_side.hpp"

using namespace whitewater;
using namespace whitewater::tests;
using scenarios::Parting;
using Names = std::vector<std::string>;

namespace {

constexpr unsigned nodes = 3;

// Events before a number arrives: the three starts, and the numbers below.
constexpr std::uint64_t event_of(std::uint64_t number) {
  return nodes + number;
}
// A number arrives at the node that stands so far round the ring, after as many milliseconds.
const std::string name_of(std::uint64_t number) {
  return "000" + std::to_string(number % nodes);
}

struct Pair {
  RelayRun one{nodes};
  RelayRun other{nodes};

  std::optional<Parting> compare() {
    return tools::run_side_by_side([&](simnet::Observer& watcher) { one.run(watcher); },
                                   [&](simnet::Observer& watcher) { other.run(watcher); }, nodes,
                                   scenarios::client_vocabulary());
  }
};

void add_relays(RelayRun& run, unsigned first, unsigned count, std::uint64_t limit) {
  for (unsigned i = first; i < first + count; ++i) run.add<Relay>(node(i), nodes, limit, std::uint64_t{0});
}

void require_found_at(const std::optional<Parting>& parting, std::uint64_t number, const Names& differs) {
  REQUIRE(parting);
  CHECK(parting->differs == differs);
  REQUIRE(parting->steps[0]);
  REQUIRE(parting->steps[1]);
  CHECK(parting->steps[0] == parting->steps[1]);
  const scenarios::StepInWords& step = *parting->steps[0];
  CHECK(step.event == event_of(number));
  CHECK(step.node == name_of(number));
  CHECK(step.time == Time{} + milliseconds(static_cast<std::int64_t>(number)));
  CHECK(step.what == "receives");
  CHECK(step.type == "probe");
  CHECK(step.peer == name_of(number + nodes - 1));
}

}  // namespace

TEST_CASE("runs that are the same do not part, however long they are") {
  for (const std::uint64_t limit : {0u, 250u, 252u, 253u, 254u, 509u, 10'000u}) {
    Pair pair;
    add_relays(pair.one, 0, nodes, limit);
    add_relays(pair.other, 0, nodes, limit);
    INFO(limit);
    CHECK_FALSE(pair.compare());
    CHECK(pair.one.digest() == pair.other.digest());
  }
}

TEST_CASE("an order of addresses is found at the node that used it, not at the one that heard of it") {
  // On both sides of where the two runs meet, and far behind.
  for (const std::uint64_t number : {2u, 251u, 254u, 257u, 5'000u}) {
    INFO(number);
    Pair pair;
    for (const bool swapped : {false, true}) {
      RelayRun& run = swapped ? pair.other : pair.one;
      add_relays(run, 0, 2, 6'000);
      run.add<AddressOrder>(swapped, node(2), nodes, std::uint64_t{6'000}, number);
    }
    REQUIRE(number % nodes == 2);
    require_found_at(pair.compare(), number, {"effects"});
    CHECK(pair.one.digest() != pair.other.digest());
  }
}

TEST_CASE("an address that names a message is found, although the digest cannot see it yet") {
  Pair pair;
  for (RelayRun* run : {&pair.one, &pair.other}) {
    add_relays(*run, 0, 1, 100);
    run->add<AddressDraw>(node(1), nodes, std::uint64_t{100}, std::uint64_t{40});
    add_relays(*run, 2, 1, 100);
  }
  require_found_at(pair.compare(), 40, {"effects"});
}

TEST_CASE("a field that nobody wrote is found at the event after which the state holds it") {
  Pair pair;
  for (const std::byte garbage : {std::byte{0x11}, std::byte{0xEE}}) {
    RelayRun& run = garbage == std::byte{0x11} ? pair.one : pair.other;
    run.add<UnwrittenField>(garbage, node(0), nodes, std::uint64_t{900}, std::uint64_t{300});
    add_relays(run, 1, 2, 900);
  }
  const std::optional<Parting> parting = pair.compare();
  require_found_at(parting, 300, {"state"});
  CHECK(scenarios::nondeterminism_text({{1, 2}, 1, parting}) ==
        "two runs gave the digests 0000000000000001 and 0000000000000002\n"
        "  They first differ at event 303, at 0.3 s: 0000 receives probe from 0002 (8 bytes)\n"
        "  The event is the same in both runs; what differs is the state afterwards.");
}

TEST_CASE("a run that is over before the other one is said to be, also where the two meet") {
  for (const std::int64_t last : {100, 252, 253, 254, 508, 509}) {
    INFO(last);
    Pair pair;
    add_relays(pair.one, 0, nodes, 600);
    add_relays(pair.other, 0, nodes, 600);
    pair.other.end = milliseconds(last);
    const std::optional<Parting> parting = pair.compare();
    REQUIRE(parting);
    REQUIRE(parting->steps[0]);
    CHECK(parting->steps[0]->event == event_of(static_cast<std::uint64_t>(last) + 1));
    CHECK_FALSE(parting->steps[1]);
    CHECK(scenarios::nondeterminism_text({{1, 2}, 1, parting}).find("\n    the other  has ended") != std::string::npos);
  }
}

TEST_CASE("a host that does not treat both alike is told from an actor that goes astray") {
  Pair pair;
  add_relays(pair.one, 0, nodes, 600);
  add_relays(pair.other, 0, nodes, 600);
  const auto kill_at = [](Duration when) {
    return simnet::faults::point_fault(Time{} + when, simnet::faults::KindId::kill, {NodeSet{2}, 0});
  };
  pair.one.faults = {kill_at(milliseconds(300))};
  pair.other.faults = {kill_at(milliseconds(301))};
  const std::optional<Parting> parting = pair.compare();
  REQUIRE(parting);
  REQUIRE(parting->steps[0]);
  REQUIRE(parting->steps[1]);
  CHECK(parting->steps[0]->sentence() == "fault kill: 0001");
  CHECK(parting->steps[0]->node.empty());
  CHECK(parting->steps[1]->sentence() == "0001 receives probe from 0000 (8 bytes)");
  CHECK(scenarios::nondeterminism_text({{1, 2}, 1, parting})
            .find("    one run    after event 303, at 0.3 s: fault kill: 0001\n"
                  "    the other  event 304, at 0.301 s: 0001 receives probe from 0000 (8 bytes)") !=
        std::string::npos);
}

TEST_CASE("what a run throws arrives, and does not leave the other one waiting") {
  for (const bool first : {true, false}) {
    RelayRun whole{nodes};
    add_relays(whole, 0, nodes, 5'000);
    const tools::WatchedRun good = [&](simnet::Observer& watcher) { whole.run(watcher); };
    const tools::WatchedRun bad = [](simnet::Observer&) { throw std::runtime_error("no world today"); };
    CHECK_THROWS_AS(
        tools::run_side_by_side(first ? bad : good, first ? good : bad, nodes, scenarios::client_vocabulary()),
        std::runtime_error);
  }
}

namespace {

// Of one scenario in simulators of its own; what is different about the n-th of them, change says.
struct Maker {
  std::function<void(scenarios::Scenario&, unsigned n)> change;
  unsigned made = 0;

  tools::RunOnce operator()() {
    auto runner = std::make_shared<scenarios::Runner>();
    auto scenario = std::make_shared<scenarios::Scenario>(read_scenario_file("scenarios/course/crash-3.json"));
    change(*scenario, made++);
    return [runner, scenario](const scenarios::RunOptions& options) { return runner->run(*scenario, 7, options); };
  }

  tools::JudgedRun judge(tools::RunTwice twice) {
    const tools::RunOnce first = (*this)();
    return tools::run_and_judge(first, std::ref(*this), 5, {}, twice);
  }
};

void later_kill(scenarios::Scenario& scenario) {
  course::TimedEvent& kill = exercise(scenario).events.at(0);
  kill.time = kill.time + nanoseconds(1);
}

}  // namespace

TEST_CASE("a run that passed is repeated when that is asked for, and one that failed always") {
  Maker same{[](scenarios::Scenario&, unsigned) {}};
  CHECK(same.judge(tools::RunTwice::failures).exit_code() == tools::ExitCode::fine);
  CHECK(same.made == 1);
  CHECK(same.judge(tools::RunTwice::all).exit_code() == tools::ExitCode::fine);
  CHECK(same.made == 3);

  Maker failing{[](scenarios::Scenario& scenario, unsigned) { scenario.network.loss = Probability{1'000'000}; }};
  CHECK(failing.judge(tools::RunTwice::failures).exit_code() == tools::ExitCode::violated);
  CHECK(failing.made == 2);
}

TEST_CASE("a repetition that is another run is nondeterminism, with the first step that differs") {
  Maker different{[](scenarios::Scenario& scenario, unsigned n) {
    if (n > 0) later_kill(scenario);
  }};
  CHECK_FALSE(different.judge(tools::RunTwice::failures).report.nondeterminism);

  different.made = 0;
  const tools::JudgedRun judged = different.judge(tools::RunTwice::all);
  CHECK(judged.report.outcome == scenarios::RunReport::Outcome::pass);
  CHECK(judged.exit_code() == tools::ExitCode::nondeterminism);
  REQUIRE(judged.report.nondeterminism);
  const scenarios::Nondeterminism& found = *judged.report.nondeterminism;
  CHECK(found.digests[0] == judged.report.digest);
  CHECK(found.digests[1] != found.digests[0]);
  CHECK(found.repetitions == 1);
  REQUIRE(found.parting);
  REQUIRE(found.parting->steps[0]);
  CHECK(found.parting->steps[0]->what == "fault");
  CHECK(found.parting->steps[0]->type == "kill");
}

TEST_CASE("a run that a violation ended tells its last events, and one that was judged at its end does not") {
  const scenarios::Scenario scenario = read_scenario_file("scenarios/course/simple-1.json");
  for (const bool by_a_node : {true, false}) {
    const tools::RunOnce run = [&](const scenarios::RunOptions& options) {
      static scenarios::Runner runner;
      scenarios::RunReport report = runner.run(scenario, 7, options);
      report.outcome = scenarios::RunReport::Outcome::fail;
      report.violation.emplace();
      report.violation->node = by_a_node ? NodeId{0} : no_node;
      return report;
    };
    const scenarios::RunReport report = tools::run_and_judge(
                                            run, [&] { return run; }, scenario.replicas, {}, tools::RunTwice::failures)
                                            .report;
    CHECK_FALSE(report.nondeterminism);
    CHECK(report.violation->last_events.size() == (by_a_node ? scenarios::last_events_max : 0));
  }
}

TEST_CASE("nondeterminism that does not happen again is said to be just that") {
  Maker once{[](scenarios::Scenario& scenario, unsigned n) {
    if (n == 1) later_kill(scenario);
  }};
  const tools::JudgedRun judged = once.judge(tools::RunTwice::all);
  CHECK(judged.exit_code() == tools::ExitCode::nondeterminism);
  REQUIRE(judged.report.nondeterminism);
  CHECK(judged.report.nondeterminism->repetitions == 3);
  CHECK_FALSE(judged.report.nondeterminism->parting);
  CHECK(once.made == 5);
  CHECK(scenarios::nondeterminism_text(*judged.report.nondeterminism)
            .find("It did not happen again: in 3 more pairs of runs, made side by side, every step was the same.") !=
        std::string::npos);
}

TEST_CASE("the product repeats itself under --check-determinism, in a simulator used for other runs too") {
  scenarios::Runner used;
  for (const char* name : {"crash-4", "partition-4", "advanced-3"}) {
    const auto scenario = read_scenario_file("scenarios/course/" + std::string(name) + ".json");
    for (const std::uint64_t seed : {1u, 2u})
      CHECK_FALSE(tools::run_and_judge(used, scenario, seed, {}, tools::RunTwice::all).report.nondeterminism);
  }
}
