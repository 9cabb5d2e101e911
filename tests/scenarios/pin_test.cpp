// Pinning is exact: with every outcome as a fate and the faults left in the plan, a run is the same run, bit for bit.
// So is one without these faults, but for the faults themselves.
#include "scenarios/search/pin.hpp"

#include <algorithm>

#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/format/scenario_writer.hpp"
#include "scenarios/search/random_scenario.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/systems/replica_options.hpp"
#include "tests/catch.hpp"
#include "tests/effort.hpp"
#include "tests/scenarios/scenario_texts.hpp"

namespace whitewater::scenarios {

namespace {

// A drawn scenario; every third with clocks that drift, every fifth with links that differ.
Scenario drawn(std::uint64_t seed) {
  Scenario scenario = random_raft_scenario(seed);
  if (seed % 3 == 0) scenario.clock_drift_ppm = 2'000;
  if (seed % 5 == 0) {
    LinkOverride slow{NodeId{0}, NodeId{1}, Network{}.client_delay, Probability{100'000}, {}, false};
    slow.delay->high = milliseconds(7);
    scenario.network.links = {slow, {NodeId{2}, NodeId{0}, {}, {}, Probability{300'000}, false}};
  }
  return scenario;
}

void check_pinned(Runner& runner, const Scenario& scenario, std::uint64_t seed, bool wire = false) {
  CAPTURE(scenario.name, seed, wire);
  RunOptions options;
  options.wire = wire;
  const RunReport plain = runner.run(scenario, seed, options);
  const Recording recording = record(runner, scenario, seed, options);
  REQUIRE(recording.report.digest == plain.digest);

  const Scenario same = pinned(recording, all_fates, NetworkFaults::stay);
  const RunReport again = runner.run(same, seed, options);
  REQUIRE(again.digest == plain.digest);
  CHECK(again.warnings.size() >= plain.warnings.size());

  // Faults are part of the digest, so it may differ; what happened does not.
  const RunReport without = runner.run(pinned(recording, all_fates), seed, options);
  REQUIRE(without.events == plain.events);
  REQUIRE(without.virtual_time == plain.virtual_time);
  REQUIRE(without.outcome == plain.outcome);
  REQUIRE(without.violation.has_value() == plain.violation.has_value());
  if (plain.violation) CHECK(without.violation->text == plain.violation->text);
}

bool is_of_a_message(const Fate& fate) {
  return fate.message && fate.delay && !fate.again;
}

}  // namespace

TEST_CASE("a run with all of its chance pinned is the same run") {
  Runner runner;
  for (std::uint64_t seed = 1; seed <= tests::effort(120u); ++seed)
    check_pinned(runner, drawn(seed), seed, seed % 4 == 0);
}

TEST_CASE("two thousand runs with all of their chance pinned are the same runs", "[.long]") {
  Runner runner;
  for (std::uint64_t seed = 1'000; seed < 3'000; ++seed) check_pinned(runner, drawn(seed), seed, seed % 4 == 0);
}

TEST_CASE("the course's runs can be pinned") {
  Runner runner;
  for (const std::string_view name : course_names) {
    const Result<ReadScenario> read = read_standard(course_text(name), std::string(name) + ".json");
    REQUIRE(read.ok());
    check_pinned(runner, read.value().scenario, 7, name.starts_with("advanced"));
  }
}

TEST_CASE("the runs of a system whose messages have no identity can be pinned") {
  const Toolbox& toolbox = standard_toolbox();
  Runner runner;
  for (std::uint64_t seed = 1; seed <= tests::effort(40u); ++seed)
    check_pinned(runner, random_scenario(toolbox, toolbox.systems[1], toolbox.workloads[1], seed), seed, seed % 4 == 0);
}

TEST_CASE("a pinned run draws nothing of its network") {
  Runner runner;
  const Scenario scenario = drawn(15);
  const Scenario fixed = pinned(record(runner, scenario, 15), all_fates);
  CHECK(fixed.seed == 15);
  CHECK(fixed.clock_drift_ppm == 0);
  CHECK(fixed.network.delay.kind == simnet::DelayModel::Kind::constant);
  CHECK(fixed.network.client_delay.kind == simnet::DelayModel::Kind::constant);
  CHECK(fixed.network.disk.kind == simnet::DelayModel::Kind::constant);
  CHECK(fixed.network.loss.never());
  CHECK(fixed.network.duplication.never());
  CHECK(fixed.network.client_duplication.never());
  REQUIRE(fixed.network.links.size() == 1);
  CHECK(fixed.network.links[0].delay->kind == simnet::DelayModel::Kind::constant);
  CHECK_FALSE(fixed.network.links[0].loss.has_value());
  for (const ScheduledFault& fault : fixed.faults)
    CHECK((fault.type.kind != KindId::loss && fault.type.kind != KindId::duplication &&
           fault.type.kind != KindId::delay));
}

// So the tests above show something: every fate counts.
TEST_CASE("a pinned run in which one delay is another nanosecond is another run") {
  Runner runner;
  std::size_t tried = 0;
  std::size_t other = 0;
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    const Recording recording = record(runner, drawn(seed), seed);
    Scenario fixed = pinned(recording, all_fates, NetworkFaults::stay);
    for (std::size_t i = 10; i < fixed.fates.size(); i += fixed.fates.size() / 12) {
      if (!is_of_a_message(fixed.fates[i])) continue;
      fixed.fates[i].delay = *fixed.fates[i].delay + nanoseconds(1);
      ++tried;
      if (runner.run(fixed, seed).digest != recording.report.digest) ++other;
      fixed.fates[i].delay = *fixed.fates[i].delay - nanoseconds(1);
    }
    CHECK(runner.run(fixed, seed).digest == recording.report.digest);
  }
  CHECK(tried >= 20);
  // A message that finds its receiver dead, or the run over, changes nothing.
  CHECK(other * 10 >= tried * 8);
}

TEST_CASE("a coarser rung has fewer fates, and all losses and duplicates") {
  Runner runner;
  const Recording recording = record(runner, drawn(4), 4);
  const auto chances = [](const Scenario& scenario) {
    return std::count_if(scenario.fates.begin(), scenario.fates.end(),
                         [](const Fate& fate) { return fate.lost || fate.again; });
  };
  const Scenario all = pinned(recording, all_fates);
  REQUIRE(chances(all) > 0);
  std::size_t before = 0;
  for (const Rung& rung : rungs) {
    const Scenario fixed = pinned(recording, rung);
    CHECK(chances(fixed) == chances(all));
    CHECK(fixed.fates.size() >= before);
    before = fixed.fates.size();
  }
  CHECK(pinned(recording, rungs[0]).fates.size() < all.fates.size() / 2);
}

TEST_CASE("a pinned scenario is a file") {
  Runner runner;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    CAPTURE(seed);
    const Recording recording = record(runner, drawn(seed), seed);
    const Scenario fixed = pinned(recording, all_fates, NetworkFaults::stay);
    const Result<ReadScenario> read = read_standard(write_scenario(fixed), fixed.name + ".json");
    INFO((read ? std::string() : read.error().text()));
    REQUIRE(read.ok());
    CHECK(read.value().scenario == fixed);
    CHECK(runner.run(read.value().scenario, seed).digest == recording.report.digest);
  }
}

// What was said to a run by name or by aim is recorded like everything else.
TEST_CASE("a pinned run can be pinned again, and so can one with aims") {
  Runner runner;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    CAPTURE(seed);
    const Recording first = record(runner, drawn(seed), seed);
    const Scenario once = pinned(first, all_fates);
    CHECK(pinned(record(runner, once, seed), all_fates) == once);
    Scenario aimed = drawn(seed);
    const auto sent = std::find_if(first.fates.begin(), first.fates.end(),
                                   [](const RecordedFate& fate) { return fate.between_replicas && !fate.lost; });
    REQUIRE(sent != first.fates.end());
    Fate aim;
    aim.message = sent->name.message;
    aim.from = sent->name.from;
    aim.to = sent->name.to;
    aim.first_from = sent->time - Time{};
    aim.lost = true;
    aimed.fates = {aim};
    const Recording second = record(runner, aimed, seed);
    CHECK(second.report.digest != first.report.digest);
    CHECK(runner.run(pinned(second, all_fates, NetworkFaults::stay), seed).digest == second.report.digest);
  }
}

TEST_CASE("a system that names no messages has fates, too") {
  const Toolbox& known = standard_toolbox();
  System nameless = known.systems[0];
  nameless.messages = nullptr;
  const Toolbox toolbox{std::span(&nameless, 1), known.workloads};
  Runner runner;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    Scenario scenario = drawn(seed);
    scenario.toolbox = &toolbox;
    scenario.system = &nameless;
    check_pinned(runner, scenario, seed);
    const Scenario fixed = pinned(record(runner, scenario, seed), all_fates);
    const Result<ReadScenario> read = read_scenario(write_scenario(fixed), fixed.name + ".json", toolbox);
    INFO((read ? std::string() : read.error().text()));
    REQUIRE(read.ok());
    CHECK(read.value().scenario == fixed);
    CHECK(std::none_of(fixed.fates.begin(), fixed.fates.end(), [](const Fate& fate) { return fate.term.has_value(); }));
  }
}

// A file that names messages by where they belong outlives a change of the numbers.
TEST_CASE("the messages of Raft are named by term and index") {
  Runner runner;
  std::size_t numbers = 0;
  std::size_t names = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed)
    for (const RecordedFate& fate : record(runner, drawn(seed), seed).fates)
      if (fate.between_replicas) ++(fate.name.term ? names : numbers);
  CHECK(names > 10'000);
  CHECK(numbers * 20 < names);  // append_rejected
}

}  // namespace whitewater::scenarios
