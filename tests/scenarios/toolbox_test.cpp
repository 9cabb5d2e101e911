// A toolbox decides which fields a scenario has: system and workload are chosen first, by name.
#include <array>

#include "core/wire/json.hpp"
#include "scenarios/format/field_rows.hpp"
#include "scenarios/format/scenario_reference.hpp"
#include "scenarios/format/scenario_writer.hpp"
#include "scenarios/standard/standard.hpp"
#include "tests/catch.hpp"
#include "tests/scenarios/scenario_texts.hpp"

namespace whitewater::scenarios {
namespace {

// A field type that this file brings: a temperature, "warm" or "cold".
struct Warmth {
  bool warm = false;
  unsigned rounds = 3;
  friend bool operator==(const Warmth&, const Warmth&) = default;
};

std::optional<std::string> read_warmth(const Field&, const json::Value& value, const Scenario&, void* slot) {
  if (!value.is(json::Kind::string) || (value.as_string() != "warm" && value.as_string() != "cold"))
    return "\"warm\" or \"cold\"";
  *static_cast<bool*>(slot) = value.as_string() == "warm";
  return std::nullopt;
}
constexpr FieldType warmth_type{FieldType::Shape::value, read_warmth,
                                [](const Field&, const void* slot) -> std::string {
                                  return *static_cast<const bool*>(slot) ? "\"warm\"" : "\"cold\"";
                                },
                                [](const Field&, const Scenario*) -> std::string { return "\"warm\" or \"cold\""; },
                                [](const Field&) -> std::string { return R"("enum": ["warm", "cold"])"; }};

constexpr std::array tea_fields{
    field_rows::plain("tea", warmth_type, field_rows::at<&Warmth::warm>, "How the tea is"),
    field_rows::required(field_rows::ranged("rounds", field_types::integer<unsigned>, 1, 9,
                                            field_rows::at<&Warmth::rounds>, "How many rounds"))};

constexpr std::array party_systems{System{"table", {}, nullptr, nullptr, 1, 4, nullptr},
                                   System{"garden", {}, nullptr, nullptr, 1, 9, nullptr}};
constexpr std::array party_workloads{Workload{"guests", tea_fields, [] { return Options::of<Warmth>(); }, nullptr},
                                     Workload{"nobody", {}, nullptr, nullptr}};
constexpr Toolbox party{party_systems, party_workloads};

std::string error_of(std::string_view text) {
  const Result<ReadScenario> read = read_scenario(text, "f.json", party);
  return read ? "" : read.error().text();
}

}  // namespace

TEST_CASE("a toolbox brings fields and field types of its own") {
  const Result<ReadScenario> read = read_scenario(R"({"replicas": 2, "rounds": 4, "tea": "warm"})", "f.json", party);
  REQUIRE(read.ok());
  const Scenario& scenario = read.value().scenario;
  CHECK(scenario.workload_options.get<Warmth>() == Warmth{true, 4});
  CHECK(scenario.system->name == "table");
  const Result<ReadScenario> again = read_scenario(write_scenario(scenario), "f.json", party);
  REQUIRE(again.ok());
  CHECK(again.value().scenario == scenario);
  CHECK(error_of(R"({"replicas": 2, "rounds": 4, "tea": "hot"})") ==
        "f.json:1: $.tea: expected \"warm\" or \"cold\", found \"hot\"");
  CHECK(error_of(R"({"replicas": 2})") == "f.json:1: $.rounds: expected an integer from 1 to 9, found nothing");
  CHECK(error_of(R"({"replicas": 5, "rounds": 1})") ==
        "f.json:1: $.replicas: expected an integer from 1 to 4, found 5");
}

TEST_CASE("system and workload decide which fields there are") {
  CHECK(error_of(R"({"replicas": 5, "rounds": 1, "system": "garden"})").empty());
  CHECK(error_of(R"({"replicas": 1, "workload": "nobody"})").empty());
  CHECK(error_of(R"({"replicas": 1, "workload": "nobody", "rounds": 3})").find("unknown field") != std::string::npos);
  CHECK(error_of(R"({"system": "attic"})") == "f.json:1: $.system: expected \"table\" or \"garden\", found \"attic\"");
  CHECK(error_of(R"({"workload": {"name": 3}})") ==
        "f.json:1: $.workload.name: expected \"guests\" or \"nobody\", found 3");
  CHECK(error_of(R"({"workload": {}})") ==
        "f.json:1: $.workload.name: expected \"guests\" or \"nobody\", found nothing");
  CHECK(error_of(R"({"system": {"name": "table", "size": 3}})") == "f.json:1: $.system.size: unknown field");
  CHECK(error_of(R"({"system": "table", "protocol": "table"})").find("\"system\" says it already") !=
        std::string::npos);
}

TEST_CASE("a chosen system is written, a default one is not") {
  for (const std::string_view spelling :
       {R"("system": "garden")", R"("protocol": "garden")", R"("system": {"name": "garden"})"}) {
    const std::string text = with(R"({"replicas": 1, "rounds": 1, HERE})", "HERE", spelling);
    const Result<ReadScenario> read = read_scenario(text, "f.json", party);
    REQUIRE(read.ok());
    CHECK(write_scenario(read.value().scenario, Defaults::omitted) ==
          "{\n  \"system\": \"garden\",\n  \"replicas\": 1,\n  \"rounds\": 1\n}\n");
  }
}

TEST_CASE("the schema of a toolbox tells its fields case by case") {
  const Result<json::Value> schema = json::parse(scenario_schema(party));
  REQUIRE(schema.ok());
  const json::Value* const cases = schema.value().find("allOf");
  REQUIRE(cases != nullptr);
  REQUIRE(cases->elements().size() == 4);
  const auto has_tea = [&](std::size_t i) {
    return cases->elements()[i].find("then")->find("properties")->find("tea") != nullptr;
  };
  CHECK(has_tea(0));
  CHECK(has_tea(1));
  CHECK_FALSE(has_tea(2));
  CHECK(field_reference(party).find("| `tea` | guests | \"warm\" or \"cold\" | `\"cold\"` | How the tea is |\n") !=
        std::string::npos);
}

TEST_CASE("options are read only as what they were made of") {
  Options options = Options::of<Warmth>();
  CHECK_THROWS(options.get<int>());
  const Options copy = options;
  options.get<Warmth>().rounds = 7;
  CHECK(copy.get<Warmth>().rounds == 3);
  CHECK_FALSE(copy == options);
}

}  // namespace whitewater::scenarios
