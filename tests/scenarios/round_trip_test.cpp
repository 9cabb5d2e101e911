// What is written is read back as the same value, whatever it is.
#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/format/scenario_writer.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/workloads/course_options.hpp"
#include "tests/catch.hpp"
#include "tests/property.hpp"
#include "tests/scenarios/generated_scenario.hpp"
#include "tests/scenarios/scenario_texts.hpp"

namespace whitewater::scenarios {

TEST_CASE("a written scenario is read back as the same value, without a warning") {
  tests::check_property([] {
    const Scenario scenario = drawn_scenario();
    for (const Defaults defaults : {Defaults::written, Defaults::omitted}) {
      const std::string text = write_scenario(scenario, defaults);
      const Result<ReadScenario> read = read_standard(text, "drawn.json");
      if (!read) RC_FAIL(read.error().text() + "\n" + text);
      RC_ASSERT(read.value().scenario == scenario);
      RC_ASSERT(read.value().warnings.empty());
      RC_ASSERT(write_scenario(read.value().scenario, defaults) == text);
    }
  });
}

TEST_CASE("a default that is out of range is left out, for it could not be read back") {
  Scenario scenario = read_standard(smallest, "smallest.json").value().scenario;
  exercise(scenario).requests = 100'000;
  for (const Defaults defaults : {Defaults::omitted, Defaults::written}) {
    const Result<ReadScenario> again = read_standard(write_scenario(scenario, defaults), "again.json");
    REQUIRE(again.ok());
    CHECK(rules_of(again.value().scenario) == rules_of(scenario));
  }
}

TEST_CASE("defaults are left out, or all said") {
  const Scenario scenario = read_standard(smallest, "smallest.json").value().scenario;
  CHECK(write_scenario(scenario, Defaults::omitted) ==
        "{\n  \"lifetime\": 30,\n  \"replicas\": 5,\n  \"requests\": 500\n}\n");
  const std::string whole = write_scenario(scenario, Defaults::written);
  for (const std::string_view part : {"\"drops\": 0", "\"events\": []", "\"replication\": \"thrifty\"",
                                      "\"election_timeout\": [\"1750ms\", \"2750ms\"]"}) {
    INFO(part);
    CHECK(whole.find(part) != std::string::npos);
  }
}

TEST_CASE("what a file cannot say is refused when read, never lost") {
  Scenario scenario = read_standard(smallest, "f.json").value().scenario;
  exercise(scenario).get_fail_max = {700'000};  // without benchmarks
  CHECK(read_standard(write_scenario(scenario), "f.json").value().scenario == scenario);
  scenario = read_standard(smallest, "f.json").value().scenario;
  exercise(scenario).lifetime = milliseconds(6500);
  CHECK_FALSE(read_standard(write_scenario(scenario), "f.json").ok());
}

TEST_CASE("a seed beyond what most programs' numbers hold is written as a string") {
  Scenario scenario = standard_scenario();
  scenario.seed = std::uint64_t{1} << 53;
  CHECK(write_scenario(scenario, Defaults::omitted).find("\"seed\": 9007199254740992") != std::string::npos);
  scenario.seed = (std::uint64_t{1} << 53) + 1;
  CHECK(write_scenario(scenario, Defaults::omitted).find("\"seed\": \"9007199254740993\"") != std::string::npos);
}

}  // namespace whitewater::scenarios
