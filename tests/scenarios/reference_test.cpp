// The reference for people and the schema for editors say what the parser's table says.
#include "scenarios/format/scenario_reference.hpp"

#include "core/text/nearest_name.hpp"
#include "core/wire/json.hpp"
#include "scenarios/format/fault_fields.hpp"
#include "scenarios/format/scenario_fields.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/standard/standard.hpp"
#include "tests/catch.hpp"
#include "tests/scenarios/scenario_texts.hpp"
#include "tools/whitewater/toolbox.hpp"

namespace whitewater::scenarios {
namespace {

// Where an override sets a field: the first element of a list.
std::string place_of(const Field& field) {
  return with(field.path, "[]", "[0]");
}

}  // namespace

TEST_CASE("docs/scenario.schema.json is what rewrite_scenario_docs prints") {
  CHECK(text_of_file("docs/scenario.schema.json") == scenario_schema(tools::program_toolbox()));
  const Result<json::Value> schema = json::parse(scenario_schema(tools::program_toolbox()));
  REQUIRE(schema.ok());
  // One case for each workload with each system: no two have the same fields.
  const json::Value* const cases = schema.value().find("allOf");
  REQUIRE(cases != nullptr);
  CHECK(cases->elements().size() ==
        tools::program_toolbox().workloads.size() * tools::program_toolbox().systems.size());
  for (const json::Value& one : cases->elements()) CHECK(one.find("then")->find("properties")->members().size() > 20);
}

TEST_CASE("the tables in docs/scenario-format.md are what rewrite_scenario_docs prints") {
  const std::string page = text_of_file("docs/scenario-format.md");
  for (const std::string& table : {field_reference(tools::program_toolbox()), fault_reference(), role_reference()}) {
    INFO(table);
    CHECK(page.find("\n\n" + table + "\n") != std::string::npos);
  }
}

TEST_CASE("the examples in docs/scenario-format.md are scenarios") {
  const std::string page = text_of_file("docs/scenario-format.md");
  constexpr std::string_view fence = "```json\n";
  int examples = 0;
  for (std::size_t at = page.find(fence); at != std::string::npos; at = page.find(fence, at + 1)) {
    const std::size_t start = at + fence.size();
    const std::string example = page.substr(start, page.find("```", start) - start);
    INFO(example);
    const Result<ReadScenario> read = read_standard(example, "example.json");
    INFO((read ? std::string() : read.error().text()));
    REQUIRE(read.ok());
    CHECK(read.value().warnings.empty());
    ++examples;
  }
  CHECK(examples == 11);
}

TEST_CASE("a field set to its default changes nothing") {
  constexpr std::string_view base = R"({
    "lifetime": 30, "replicas": 5, "requests": 500,
    "events": [{"type": "part_easy", "time": 3}], "links": [{"from": "0001", "to": "0002"}],
    "clocks": [{"replica": "0002"}],
    "fates": [{"message": "request", "from": "0015", "to": "0001", "identity": "0x1", "delay": "1ms"}],
    "tests": {"benchmarks": {"total_msgs": [1, 2, 3], "failures": [1, 2, 3], "duplicates": [1, 2, 3],
                             "median_latency": [1, 2, 3]}}
  })";
  const Scenario without = read_standard(base, "f.json").value().scenario;
  int fields_with_default = 0;
  const FieldTable table(without);
  FieldDefaults defaults(table, tools::program_toolbox(), *without.system, *without.workload);
  for (const FieldRow& row : table.rows()) {
    const Field& field = row.field;
    const std::optional<std::string> fallback = defaults.text(row);
    if (!fallback) continue;
    INFO(field.path);
    ++fields_with_default;
    const Override change{place_of(field), *fallback};
    const Result<ReadScenario> read = read_standard(base, "f.json", std::span(&change, 1));
    REQUIRE(read.ok());
    CHECK(read.value().scenario == without);
  }
  CHECK(fields_with_default > 20);
}

TEST_CASE("no field takes a value of a foreign kind") {
  const FieldTable table(standard_scenario());
  for (const FieldRow& row : table.rows()) {
    const Field& field = row.field;
    if (field.is(FieldType::Shape::ignored)) continue;
    INFO(field.path);
    const Override change{place_of(field), R"([{"neither": "this"}, "nor that"])"};
    const Result<ReadScenario> read = read_standard(smallest, "f.json", std::span(&change, 1));
    REQUIRE_FALSE(read.ok());
  }
}

TEST_CASE("editors may name the schema") {
  CHECK(read_standard(with(smallest, "{", R"({"$schema": "../docs/scenario.schema.json", )"), "f.json").ok());
}

TEST_CASE("a field says what it is, and where it is found by its key") {
  const FieldTable table(standard_scenario());
  for (const FieldRow& row : table.rows()) {
    const Field& field = row.field;
    INFO(field.path);
    CHECK(table.find(field.parent(), field.key()) == &row);
    CHECK_FALSE(field.meaning.empty());
    CHECK(field.meaning.back() != '.');
    CHECK(field.meaning.find('|') == std::string_view::npos);
  }
  CHECK(table.find("", "time") == nullptr);
}

TEST_CASE("the nearest name is the one with the fewest typing errors, or none") {
  constexpr std::array<std::string_view, 4> names{"drops", "delay", "disk_delay", "replica"};
  CHECK(nearest_name("drop", names) == "drops");
  CHECK(nearest_name("dorps", names) == "drops");
  CHECK(nearest_name("diskdelay", names) == "disk_delay");
  CHECK(nearest_name("replicas", names) == "replica");
  CHECK(nearest_name("xyz", names).empty());
  CHECK(nearest_name("", names).empty());
  CHECK(nearest_name(std::string(100'000, 'd'), names).empty());
}

}  // namespace whitewater::scenarios
