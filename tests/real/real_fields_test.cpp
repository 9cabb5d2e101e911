// Every field of the scenario format is done by a run in real time, or refused: none is ignored. A field counts as done
// only if two runs that differ in nothing else are seen to differ.
#include <algorithm>
#include <string>
#include <vector>

#include "core/text/concat.hpp"
#include "scenarios/format/scenario_fields.hpp"
#include "scenarios/standard/standard.hpp"
#include "tests/catch.hpp"
#include "tests/real/fake_run.hpp"
#include "tools/real/run/real_fields.hpp"

using namespace whitewater;
using namespace whitewater::tools::real;
using namespace whitewater::tools::real::testing;
using scenarios::FieldTable;
using scenarios::GivenField;

namespace {

using Overrides = std::vector<std::string>;

// Two runs that differ in one field only.
struct Observation {
  std::string path;
  Overrides one, other;
};

Overrides fault(const Overrides& fields) {
  Overrides all;
  for (const std::string& field : fields) all.push_back("faults[0]." + field);
  return all;
}
Overrides with(Overrides all, const Overrides& more) {
  all.insert(all.end(), more.begin(), more.end());
  return all;
}
Observation of_fault(const std::string& field, const Overrides& common, const std::string& one,
                     const std::string& other) {
  return {"faults[]." + field, fault(with(common, {field + "=" + one})), fault(with(common, {field + "=" + other}))};
}
Observation differs(const std::string& path, const std::string& one, const std::string& other,
                    const Overrides& common = {}) {
  return {path, with(common, {path + "=" + one}), with(common, {path + "=" + other})};
}
Observation of_link(const std::string& field, const std::string& value) {
  const Overrides link{"links[0].from=\"0000\"", "links[0].to=\"0001\""};
  Observation both{"links[]." + field, link, link};
  both.one.push_back("links[0]." + field + "=" + value);
  return both;
}
Observation tier(const std::string& name) {
  const auto limits = [&](const std::string& of_name) {
    Overrides all{"mix=0.2"};
    for (const char* const each : {"total_msgs", "failures", "duplicates", "median_latency"})
      all.push_back(concat({"tests.benchmarks.", each, "=", each == name ? of_name : "[1000, 2000, 3000]"}));
    return all;
  };
  return {"tests.benchmarks." + name, limits("[0, 0, 0]"), limits("[9000, 9001, 9002]")};
}

std::vector<Observation> of_the_course() {
  const Overrides silent = fault({"type=pause", "at=\"1.7s\"", "replicas=all"});
  const Overrides paused = fault({"type=pause", "at=\"2s\"", "replicas=leader"});
  const Overrides kill{"events[0].type=kill_leader"};
  return {
      differs("replicas", "3", "5"),
      differs("seed", "1", "2"),
      differs("lifetime", "5", "7"),
      differs("requests", "20", "21"),
      differs("mix", "0.2", "0.9"),
      differs("start_wait", "1", "2"),
      differs("end_wait", "1", "2"),
      differs("max_packets", "20", "4000", {"mix=0"}),
      differs("loop_wait", "\"100ms\"", "\"7ms\""),
      {"events", {}, with(kill, {"events[0].time=2"})},
      differs("events[0].type", "kill_leader", "part_hard", {"events[0].time=2"}),
      differs("events[0].time", "2", "3", kill),
      differs("events[0].number", "0", "1", {"replicas=7", "events[0].type=part_hard", "events[0].time=2"}),
      {"load", {}, {"load.stray=1"}},
      differs("load.shared_keys", "0", "2"),
      differs("load.stray", "0", "1"),
      differs("load.ask_again", "\"0s\"", "\"50ms\"", paused),
      {"tests", silent, with(silent, {"tests.maximum_get_fail_fraction=0"})},
      differs("tests.maximum_get_fail_fraction", "0", "1", silent),
      differs("tests.maximum_put_fail_fraction", "0", "1", with(silent, {"mix=0"})),
      differs("tests.maximum_get_generation_fail_fraction", "0", "1", {"mix=0.9"}),
      differs("tests.maximum_appends_batched_fraction", "0", "1"),
      {"tests.benchmarks", {}, tier("failures").one},
      tier("total_msgs"),
      tier("failures"),
      tier("duplicates"),
      tier("median_latency"),
  };
}

std::vector<Observation> of_links() {
  const auto cut = [](const std::string& from, const std::string& to) {
    return Overrides{"links[0].from=\"" + from + "\"", "links[0].to=\"" + to + "\"", "links[0].cut=true"};
  };
  return {
      differs("drops", "0", "1"),
      differs("duplication", "0", "1"),
      differs("delay", "\"0s\"", "\"50ms\""),
      differs("client_delay", "\"0s\"", "\"50ms\""),
      differs("client_duplication", "0", "1"),
      {"links", {}, cut("0000", "0001")},
      {"links[].from", cut("0000", "0001"), cut("0002", "0001")},
      {"links[].to", cut("0000", "0001"), cut("0000", "0002")},
      of_link("delay", "\"50ms\""),
      of_link("loss", "1"),
      of_link("duplication", "1"),
      of_link("cut", "true"),
  };
}

std::vector<Observation> of_faults() {
  const Overrides kill{"type=kill", "at=\"2s\"", "replicas=leader"};
  const Overrides everywhere{"at=\"2s\"", "from=all", "to=all"};
  const Overrides drawn{"type=kill", "at=\"2s\"", "replicas=random(1)"};
  return {
      {"faults", {}, fault(kill)},
      of_fault("type", {"at=\"2s\"", "replicas=leader"}, "kill", "pause"),
      of_fault("number", drawn, "1", "2"),
      of_fault("at", {"type=kill", "replicas=leader"}, "\"2s\"", "\"4s\""),
      of_fault("for", kill, "\"1s\"", "\"2s\""),
      of_fault("every", with(kill, {"for=\"300ms\""}), "\"1s\"", "\"2s\""),
      of_fault("until", with(kill, {"for=\"300ms\"", "every=\"1s\""}), "\"2500ms\"", "\"5s\""),
      of_fault("replicas", {"type=kill", "at=\"2s\""}, "leader", "[\"0002\"]"),
      of_fault("from", {"type=cut", "at=\"2s\"", "to=all"}, "[\"0000\"]", "[\"0001\"]"),
      of_fault("to", {"type=cut", "at=\"2s\"", "from=all"}, "[\"0001\"]", "[\"0002\"]"),
      of_fault("probability", with({"type=loss"}, everywhere), "0", "1"),
      of_fault("delay", with({"type=delay"}, everywhere), "\"0s\"", "\"50ms\""),
      differs("heal", "\"6s\"", "\"8s\""),
      differs("heal_within", "8", "12", {"heal=\"6s\"", "client_delay=\"30s\""}),  // no answer comes in time
  };
}

std::string without_indexes(std::string path) {
  for (std::size_t at; (at = path.find("[0]")) != std::string::npos;) path.replace(at, 3, "[]");
  return path;
}

std::vector<Observation> observations() {
  std::vector<Observation> all = of_the_course();
  for (const auto& more : {of_links(), of_faults()}) all.insert(all.end(), more.begin(), more.end());
  for (Observation& each : all) each.path = without_indexes(each.path);
  return all;
}

std::string seen(const Overrides& overrides) {
  FakeRun run(overrides);
  run.run();
  return run.seen();
}

std::vector<FieldTable> tables() {
  const scenarios::Toolbox& toolbox = scenarios::standard_toolbox();
  std::vector<FieldTable> all;
  for (const scenarios::System& system : toolbox.systems)
    for (const scenarios::Workload& workload : toolbox.workloads) all.emplace_back(toolbox, system, workload);
  return all;
}

bool honours(std::string_view path) {
  const auto honoured = honoured_fields();
  return std::find(honoured.begin(), honoured.end(), path) != honoured.end();
}

// The refusal of a field that a file gives; empty: it is not refused.
std::string refused(const scenarios::Scenario& scenario, const std::string& path, bool compare) {
  const std::vector<GivenField> given{{path, "$." + path, 0}};
  const std::optional<Error> error = refusal(scenario, given, compare);
  return error ? error->text() : "";
}

std::string refusal_of(const Overrides& overrides) {
  const Result<scenarios::ReadScenario> read = FakeRun::read(overrides);
  INFO((read ? "" : read.error().text()));
  REQUIRE(read.ok());
  const std::optional<Error> error = refusal(read.value().scenario, read.value().given, false);
  return error ? error->text() : "";
}

}  // namespace

TEST_CASE("two runs that differ in one honoured field are seen to differ") {
  for (const Observation& each : observations()) {
    INFO(each.path);
    CHECK(seen(each.one) != seen(each.other));
  }
  CHECK(seen({}) == seen({}));
}

TEST_CASE("every field of the format is honoured and observed, or refused") {
  std::vector<std::string> observed;
  for (const Observation& each : observations()) observed.push_back(each.path);
  const scenarios::Scenario scenario =
      FakeRun::read(fault({"type=kill", "at=\"2s\"", "replicas=all"})).value().scenario;
  std::size_t refusals = 0;
  for (const FieldTable& table : tables()) {
    for (const scenarios::FieldRow& row : table.rows()) {
      const std::string path(row.field.path);
      INFO(path);
      const bool ignored = row.field.is(scenarios::FieldType::Shape::ignored);  // by virtual time too
      const bool chosen = path == "workload";                                   // another one is refused
      if (!honours(path)) {
        ++refusals;
        CHECK_FALSE(refused(scenario, path, false).empty());
      } else if (!ignored && !chosen) {
        CHECK(std::count(observed.begin(), observed.end(), path) == 1);
      }
    }
  }
  CHECK(refusals > 20);
  // No name in the table that no field has.
  for (const std::string_view path : honoured_fields()) {
    INFO(path);
    CHECK(tables().front().find(path) != nullptr);
  }
}

TEST_CASE("a field that nobody thought of is refused") {
  const scenarios::Scenario scenario = FakeRun::read({}).value().scenario;
  CHECK(refused(scenario, "moon_phase", false) == "$.moon_phase: expected nothing: a run in real time cannot do this");
  CHECK_FALSE(refused(scenario, "faults[].colour", true).empty());
}

TEST_CASE("what cannot be done is refused with its place") {
  const auto refuses = [](const Overrides& overrides, const std::string& text) {
    CHECK(refusal_of(overrides) == text);
  };
  refuses({"disk_delay=\"20ms\""}, "$.disk_delay: expected nothing: the disk of a process is the machine's own");
  refuses({"fates=[]"}, "$.fates: expected nothing: a replica's messages have no names that last from run to run");
  refuses(
      {"request_list=[]"},
      "$.request_list: expected nothing: what clients ask in real time depends on when replicas answer, so a list of "
      "it fits no second run");
  refuses(
      {"numbers=[0,1,2]"},
      "$.numbers: expected nothing: they name replicas in draws of the simulator, and processes draw for themselves");
  refuses({"clock_drift_ppm=5"}, "$.clock_drift_ppm: expected nothing: processes share the machine's clock");
  refuses({"faults[0].type=slow", "faults[0].at=\"2s\"", "faults[0].replicas=leader", "faults[0].busy=\"1ms\""},
          "$.faults[0].type: expected a fault that can be done to processes and their messages, found \"slow\"");
  refuses({"faults[0].type=kill", "faults[0].at={\"note\": \"became_leader\"}", "faults[0].replicas=leader"},
          "$.faults[0].at: expected a time, found a note: a run in real time does not see what a replica notes");
  refuses({"faults[0].type=kill", "faults[0].at=\"2s\"", "faults[0].replicas=candidate"},
          "$.faults[0].replicas: expected a role that the messages of replicas show, found \"candidate\"");
  refuses({"faults[0].type=cut", "faults[0].at=\"2s\"", "faults[0].from=[\"0001\", \"candidate\"]", "faults[0].to=all"},
          "$.faults[0].from: expected a role that the messages of replicas show, found \"candidate\"");
}

TEST_CASE("only the course runs in real time") {
  const scenarios::Toolbox& toolbox = scenarios::standard_toolbox();
  const auto registers = std::find_if(toolbox.workloads.begin(), toolbox.workloads.end(),
                                      [](const scenarios::Workload& known) { return known.name == "registers"; });
  REQUIRE(registers != toolbox.workloads.end());
  const scenarios::Scenario scenario = make_scenario(toolbox, toolbox.systems.front(), *registers);
  CHECK(refused(scenario, "workload", false) ==
        "$.workload: expected \"course\", the only one that runs in real time, found \"registers\"");
}

TEST_CASE("fields of the system are refused, unless a run in virtual time uses them") {
  const Result<scenarios::ReadScenario> read = FakeRun::read({"replica.reads=lease", "protocol=raft"});
  REQUIRE(read.ok());
  const auto& [scenario, given, warnings] = read.value();
  const std::optional<Error> alone = refusal(scenario, given, false);
  REQUIRE(alone);
  CHECK(alone->where == "$.protocol");
  CHECK(refusal_of({"replica.reads=lease"}).starts_with("$.replica: expected nothing: the replica is the program"));
  CHECK_FALSE(refusal(scenario, given, true));
}
