// The seventeen files of the course's catalogue against the table they were written from.
#include <string>
#include <vector>

#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/format/scenario_writer.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/workloads/course_options.hpp"
#include "tests/catch.hpp"
#include "tests/scenarios/scenario_texts.hpp"

namespace whitewater::scenarios {
namespace {

using course::EventType;
using course::Tiers;
using course::TimedEvent;

struct Row {
  std::string_view name;
  std::uint32_t requests;
  std::uint32_t mix_ppm;
  std::uint32_t drops_ppm;
  std::int64_t end_wait_s;
  std::vector<TimedEvent> events;
  std::array<std::int64_t, 3> total_msgs;
  std::array<std::int64_t, 3> failures;
  std::array<std::int64_t, 3> duplicates;
  std::array<std::int64_t, 3> latency_us;
};

TimedEvent leader(std::int64_t s) {
  return {EventType::kill_leader, seconds(s)};
}
TimedEvent non_leader(std::int64_t s) {
  return {EventType::kill_non_leader, seconds(s)};
}
TimedEvent easy(std::int64_t s) {
  return {EventType::part_easy, seconds(s)};
}
TimedEvent hard(std::int64_t s) {
  return {EventType::part_hard, seconds(s)};
}
TimedEvent whole(std::int64_t s) {
  return {EventType::part_end, seconds(s)};
}

// clang-format off
std::vector<Row> rows() {
  return {
    {"simple-1", 500, 800'000, 0, 2, {}, {1200, 3000, 5000}, {0, 1, 2}, {0, 2, 5}, {400, 2000, 50'000}},
    {"simple-2", 500, 200'000, 0, 2, {}, {2200, 4000, 5000}, {0, 1, 2}, {0, 2, 5}, {1000, 5000, 50'000}},
    {"unreliable-1", 500, 200'000, 50'000, 2, {}, {2200, 4500, 5500}, {0, 1, 2}, {0, 2, 5}, {1000, 5000, 50'000}},
    {"unreliable-2", 500, 200'000, 100'000, 2, {}, {2300, 4500, 6000}, {0, 1, 2}, {0, 2, 5}, {1000, 5000, 50'000}},
    {"unreliable-3", 500, 200'000, 150'000, 2, {}, {2300, 4500, 6000}, {0, 1, 5}, {0, 3, 6}, {1000, 5000, 50'000}},
    {"crash-1", 500, 200'000, 0, 2, {non_leader(15)}, {2500, 4000, 5000}, {0, 1, 5}, {0, 2, 5}, {1000, 5000, 50'000}},
    {"crash-2", 500, 200'000, 0, 2, {non_leader(10), non_leader(20)},
     {2500, 4000, 5000}, {0, 1, 5}, {0, 2, 5}, {1000, 5000, 50'000}},
    {"crash-3", 400, 200'000, 0, 2, {leader(10)}, {2000, 4000, 5000}, {0, 2, 5}, {0, 2, 10}, {200, 5000, 50'000}},
    {"crash-4", 300, 200'000, 0, 2, {leader(8), leader(16)},
     {1800, 4000, 5000}, {1, 4, 10}, {0, 2, 10}, {150, 5000, 50'000}},
    {"partition-1", 400, 200'000, 0, 2, {easy(5), whole(10)},
     {2200, 4000, 5000}, {0, 1, 5}, {0, 2, 5}, {200, 5000, 50'000}},
    {"partition-2", 300, 200'000, 0, 2, {easy(5), whole(10), easy(18), whole(23)},
     {1800, 4000, 5000}, {0, 1, 5}, {0, 2, 5}, {200, 5000, 50'000}},
    {"partition-3", 400, 200'000, 0, 2, {hard(5), whole(10)},
     {2200, 4000, 5000}, {0, 10, 30}, {0, 2, 5}, {250, 5000, 50'000}},
    {"partition-4", 300, 200'000, 0, 2, {hard(5), whole(10), hard(18), whole(23)},
     {1800, 4000, 5000}, {0, 20, 60}, {0, 2, 5}, {250, 5000, 50'000}},
    {"advanced-1", 250, 200'000, 100'000, 2, {hard(5), whole(8), hard(12), whole(15), leader(20)},
     {1000, 3000, 4000}, {1, 10, 100}, {0, 3, 6}, {150, 5000, 50'000}},
    {"advanced-2", 300, 200'000, 150'000, 5, {leader(8), leader(16)},
     {1000, 3000, 4000}, {1, 10, 100}, {0, 5, 10}, {150, 5000, 50'000}},
    {"advanced-3", 200, 200'000, 300'000, 10, {leader(5)},
     {1000, 3000, 4000}, {1, 10, 100}, {0, 6, 20}, {200, 5000, 100'000}},
    {"advanced-4", 300, 200'000, 100'000, 5,
     {hard(5), whole(8), hard(12), whole(15), hard(19), whole(21), leader(25)},
     {1000, 4000, 5000}, {1, 10, 100}, {0, 6, 10}, {200, 5000, 100'000}},
  };
}
// clang-format on

Tiers millionths(const std::array<std::int64_t, 3>& units) {
  return {units[0] * 1'000'000, units[1] * 1'000'000, units[2] * 1'000'000};
}

Scenario expected(const Row& row) {
  Scenario scenario = standard_scenario();
  scenario.name = row.name;
  exercise(scenario).requests = row.requests;
  exercise(scenario).mix = {row.mix_ppm};
  scenario.network.loss = {row.drops_ppm};
  exercise(scenario).end_wait = seconds(row.end_wait_s);
  exercise(scenario).events = row.events;
  exercise(scenario).benchmarks = course::Benchmarks{millionths(row.total_msgs), millionths(row.failures),
                                                     millionths(row.duplicates), row.latency_us};
  return scenario;
}

Scenario must_read(std::string_view text, std::string_view name) {
  Result<ReadScenario> read = read_standard(text, std::string(name) + ".json");
  INFO((read ? std::string() : read.error().text()));
  REQUIRE(read.ok());
  REQUIRE(read.value().warnings.empty());
  return read.value().scenario;
}

}  // namespace

TEST_CASE("the catalogue's files hold the course's values, and defaults elsewhere") {
  const std::vector<Row> table = rows();
  REQUIRE(table.size() == course_names.size());
  for (const Row& row : table) {
    INFO(row.name);
    const Scenario scenario = must_read(course_text(row.name), row.name);
    CHECK(rules_of(scenario) == rules_of(expected(row)));
    CHECK(scenario == expected(row));
    CHECK(exercise(scenario).lifetime == seconds(30));
    CHECK(scenario.replicas == 5);
  }
}

TEST_CASE("the catalogue's files are written as the writer writes them") {
  for (const std::string_view name : course_names) {
    INFO(name);
    const std::string text = course_text(name);
    // The course says the mix of simple-1 although it is the default.
    CHECK(write_scenario(must_read(text, name), Defaults::omitted) == with(text, "  \"mix\": 0.8,\n", ""));
  }
}

TEST_CASE("files of the second seqpacket variant differ in their duplicates, and are read") {
  struct Difference {
    std::string_view name, ours, theirs;
    Tiers duplicates;
  };
  const Difference differences[] = {
      {"unreliable-3", "[0, 3, 6]", "[0, 2, 5]", millionths({0, 2, 5})},
      {"advanced-1", "[0, 3, 6]", "[0, 2, 5]", millionths({0, 2, 5})},
      {"advanced-2", "[0, 5, 10]", "[0, 2, 10]", millionths({0, 2, 10})},
      {"advanced-3", "[0, 6, 20]", "[0, 5, 20]", millionths({0, 5, 20})},
      {"advanced-4", "[0, 6, 10]", "[0, 2, 10]", millionths({0, 2, 10})},
  };
  for (const Difference& difference : differences) {
    INFO(difference.name);
    const std::string theirs = with(course_text(difference.name), difference.ours, difference.theirs);
    Scenario scenario = must_read(theirs, difference.name);
    CHECK(exercise(scenario).benchmarks->duplicates == difference.duplicates);
    exercise(scenario).benchmarks = exercise(must_read(course_text(difference.name), difference.name)).benchmarks;
    CHECK(scenario == must_read(course_text(difference.name), difference.name));
  }
}

TEST_CASE("a fraction beside \"tests\" is ignored with a warning that says so") {
  for (const std::string_view name : {"unreliable-3", "advanced-1", "advanced-2", "advanced-3", "advanced-4"}) {
    const std::string theirs = with(course_text(name), "{\n", "{\n  \"maximum_get_generation_fail_fraction\": 0.2,\n");
    const Result<ReadScenario> read = read_standard(theirs, std::string(name) + ".json");
    REQUIRE(read.ok());
    CHECK(exercise(read.value().scenario).get_generation_fail_max == Probability{100'000});
    REQUIRE(read.value().warnings.size() == 1);
    CHECK(read.value().warnings[0] == std::string(name) +
                                          ".json:2: $.maximum_get_generation_fail_fraction: ignored, as the course's "
                                          "simulator does; it belongs into \"tests\"");
  }
}

TEST_CASE("the oldest files have no tests, and none is judged by tiers") {
  const Scenario scenario = must_read(smallest, "old");
  CHECK_FALSE(exercise(scenario).benchmarks.has_value());
  CHECK(scenario.name == "old");
  CHECK_FALSE(scenario.seed.has_value());
}

TEST_CASE("a scenario is named after its file") {
  const auto name = [](std::string_view file) { return read_standard(smallest, file).value().scenario.name; };
  CHECK(name("scenarios/course/crash-3.json") == "crash-3");
  CHECK(name("a.b.json") == "a.b");
  CHECK(name("-") == "-");
  CHECK(name(".json") == ".json");
}

}  // namespace whitewater::scenarios
