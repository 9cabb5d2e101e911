// What is drawn, what stays as it is, and what changes of a scenario.
#include <algorithm>
#include <set>

#include "core/text/concat.hpp"
#include "scenarios/format/choices.hpp"
#include "scenarios/format/scenario_writer.hpp"
#include "scenarios/search/fuzz/draw_options.hpp"
#include "scenarios/search/fuzz/mutate.hpp"
#include "scenarios/search/fuzz/swarm.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/systems/replica_options.hpp"
#include "tests/search/fuzz_play.hpp"
#include "tests/search/needle.hpp"

namespace whitewater::scenarios::fuzz {
namespace {

const std::string raft_file = R"({"system": "raft", "workload": "registers", "replicas": 3, "drops": 0.125,
  "replica": {"prevote": false}})";

// A file can express it, and gives it back.
void check_readable(const Scenario& scenario) {
  const std::string text = write_scenario(scenario);
  const Result<ReadScenario> read = read_scenario(text, scenario.name + ".json", *scenario.toolbox);
  INFO((read.ok() ? "" : read.error().text()) << text);
  REQUIRE(read.ok());
  CHECK(read.value().scenario == scenario);
}

}  // namespace

TEST_CASE("what the file gives stays as it is, the rest is drawn") {
  const Frame frame = frame_of(raft_file, standard_toolbox());
  std::set<std::string> delays;
  std::set<std::size_t> faults;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const Scenario drawn = draw_scenario(frame, seed);
    CHECK(drawn.replicas == 3);
    CHECK(drawn.network.loss == Probability{125'000});
    CHECK(write_scenario(drawn).find("\"prevote\": false") != std::string::npos);
    CHECK(drawn.seed == seed);
    faults.insert(drawn.faults.size());
    check_readable(drawn);
  }
  CHECK(faults.size() > 5);
}

TEST_CASE("vary frees a field that is given, fix holds one that is not") {
  const Frame frame = frame_of(raft_file, standard_toolbox(), {{"replicas", "replica"}, {"faults", "delay"}});
  CHECK_FALSE(frame.fixes("replicas"));
  CHECK_FALSE(frame.fixes("replica.prevote"));
  CHECK(frame.fixes("drops"));
  CHECK(frame.fixes("faults"));
  std::set<unsigned> sizes;
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const Scenario drawn = draw_scenario(frame, seed);
    sizes.insert(drawn.replicas);
    CHECK(drawn.faults.empty());
    CHECK(drawn.network.delay == frame.base().network.delay);
    CHECK(mutated(frame, drawn, drawn, seed).faults.empty());
  }
  CHECK(sizes.size() > 3);
}

TEST_CASE("a field that does not exist cannot be fixed or varied") {
  const Scenario base = base_scenario(standard_toolbox());
  const Result<Frame> fix = Frame::make(base, {}, {{}, {"replicsa"}});
  REQUIRE_FALSE(fix.ok());
  CHECK(fix.error().text() == "--fix replicsa: no such field; did you mean \"replicas\"?");
  const Result<Frame> vary = Frame::make(base, {}, {{"colour"}, {}});
  REQUIRE_FALSE(vary.ok());
  CHECK(vary.error().text() == "--vary colour: no such field");
}

TEST_CASE("drawn and changed scenarios can be written and read, and keep what is fixed") {
  const Frame frame = frame_of(raft_file, standard_toolbox());
  Scenario parent = draw_scenario(frame, 1);
  unsigned changed = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const Scenario child = mutated(frame, parent, draw_scenario(frame, seed + 1'000), seed);
    CHECK(child.replicas == 3);
    CHECK(child.network.loss == Probability{125'000});
    check_readable(child);
    changed += child == parent ? 0u : 1u;
    parent = child;
  }
  CHECK(changed > 240);
}

TEST_CASE("no scenario is drawn, nor changed, to ask more than the system promises") {
  // Leases hold while clocks do not jump, and run no further apart than the replicas are told.
  unsigned with_leases = 0, with_jumps = 0;
  for (const char* const given : {"", R"(, "replica": {"reads": "lease"})", R"(, "replica": {"clock_drift_ppm": 0})"}) {
    const Frame frame = frame_of(concat({R"({"system": "raft", "workload": "registers", "replicas": 3)", given, "}"}),
                                 standard_toolbox());
    Scenario parent = draw_scenario(frame, 1);
    for (std::uint64_t seed = 1; seed <= 1'000; ++seed) {
      const Scenario drawn = draw_scenario(frame, seed + 1'000);
      const Scenario child = mutated(frame, parent, drawn, seed);
      for (const Scenario* const scenario : {&drawn, &child}) {
        REQUIRE(scenario->system->promises(*scenario));
        with_leases += replica_options(*scenario).reads == raft::ReadPolicy::lease ? 1u : 0u;
        with_jumps += !scenario->clocks.empty() && !scenario->clocks.front().jumps.empty() ? 1u : 0u;
      }
      parent = child;
    }
  }
  CHECK(with_leases > 100);
  CHECK(with_jumps > 10);
}

TEST_CASE("a cluster whose clocks run apart need come to rest only if heartbeats arrive in time") {
  // The slowest leader sends every 62.5 ms, and the fastest follower waits for 125 ms.
  Scenario scenario = frame_of(R"({"system": "raft", "workload": "registers", "replicas": 3, "heal": "11s",
    "clocks": [{"replica": "0000", "rate_ppm": 200000}, {"replica": "0001", "rate_ppm": -200000}],
    "replica": {"reads": "read_index", "heartbeat_interval": "50ms", "election_timeout": ["150ms", "300ms"]}})",
                               standard_toolbox())
                          .base();
  const auto promised = [&](simnet::DelayModel delay) {
    scenario.network.delay = delay;
    return scenario.system->promises(scenario);
  };
  CHECK(promised(uniform_delay(milliseconds(1), milliseconds(62))));
  CHECK_FALSE(promised(uniform_delay(milliseconds(1), milliseconds(63))));
  CHECK_FALSE(promised(tailed_delay(milliseconds(1), milliseconds(2), {50'000}, milliseconds(20), milliseconds(90))));
  scenario.heal.reset();
  CHECK(promised(uniform_delay(milliseconds(1), milliseconds(63))));
}

TEST_CASE("what the given scenario asks beyond the promise is searched all the same") {
  const Frame frame = frame_of(R"({"system": "raft", "workload": "registers", "replicas": 3, "clock_drift_ppm": 100000,
    "replica": {"reads": "lease", "clock_drift_ppm": 0}})",
                               standard_toolbox());
  const Scenario drawn = draw_scenario(frame, 1);
  CHECK(drawn.clock_drift_ppm == 100'000);
  CHECK_FALSE(drawn.system->promises(drawn));
  CHECK_FALSE(drawn == frame.base());
}

TEST_CASE("every family of faults is off in many scenarios, and alone in some") {
  const Frame frame = frame_of(raft_file, standard_toolbox());
  std::array<unsigned, fault_kinds> with{}, only{};
  constexpr unsigned seeds = 12'000;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    std::set<std::size_t> kinds;
    for (const ScheduledFault& fault : draw_scenario(frame, seed).faults)
      kinds.insert(static_cast<std::size_t>(fault.type.kind));
    for (const std::size_t kind : kinds) ++with.at(kind);
    if (kinds.size() == 1) ++only.at(*kinds.begin());
  }
  for (std::size_t kind = 0; kind < fault_kinds; ++kind) {
    INFO(simnet::faults::kinds[kind]->name);
    CHECK(with.at(kind) > seeds / 10);
    CHECK(with.at(kind) < seeds * 9 / 10);
    CHECK(only.at(kind) > 0);
  }
}

TEST_CASE("options of a system are drawn by their rows: by type, from a list, or never") {
  const Frame frame = frame_of(needle::toolbox());
  std::set<bool> favoured;
  std::set<std::int64_t> paces;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const Scenario drawn = draw_scenario(frame, seed);
    const auto& options = drawn.system_options.get<needle::NeedleOptions>();
    CHECK(options.broken == 3);
    favoured.insert(options.favoured);
    paces.insert(options.pace.ns / 1'000'000);
  }
  CHECK(favoured.size() == 2);
  CHECK(paces == std::set<std::int64_t>{70, 90, 100});
}

TEST_CASE("values by type stay near the value and within the range") {
  using namespace field_rows;
  const Field count = ranged("count", field_types::integer<unsigned>, 2, 9, nullptr, "");
  for (const std::string& value : drawn_by_type(count, "4")) CHECK((value >= "2" && value <= "9"));
  CHECK(drawn_by_type(plain("flag", field_types::flag, nullptr, ""), "false") ==
        std::vector<std::string>{"false", "true"});
  const std::vector<std::string> durations = drawn_by_type(duration("pause", nullptr, ""), "\"100ms\"");
  CHECK(std::count(durations.begin(), durations.end(), "\"400ms\"") == 1);
  CHECK(drawn_by_type(fraction("part", nullptr, ""), "0").size() > 3);
  CHECK(drawn_by_type(plain("odd", field_types::flag, nullptr, ""), "{\"a\": 1}").empty());
  CHECK(drawn_by_type(duration("range", nullptr, ""), R"(["100ms", "200ms"])").size() == 4);
}

TEST_CASE("three hundred drawn runs of Raft pass") {
  Plan plan;
  plan.guided = true;
  Campaign campaign(frame_of(standard_toolbox()), plan);
  play(campaign, 300 + round_size);
  for (const Finding& finding : campaign.findings().all())
    FAIL(finding.failure.kind.property << ": " << finding.failure.sentence << "\n"
                                       << write_scenario(finding.failure.scenario, Defaults::omitted));
  CHECK(campaign.tally().words() > 100);
}

}  // namespace whitewater::scenarios::fuzz
