// A failure is written as its scenario with one more field, and read in two steps: that field, then the scenario.
#include "scenarios/search/failure.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/text/concat.hpp"
#include "core/text/duration_text.hpp"
#include "core/text/nearest_name.hpp"
#include "core/wire/json.hpp"
#include "core/wire/json_writer.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/format/scenario_writer.hpp"
#include "scenarios/format/value_text.hpp"

namespace whitewater::scenarios {

namespace {

using json::Value;

// A file of another version is refused: what its fields mean may have changed.
constexpr std::string_view schema = "whitewater-failure-1";

std::string number_text(std::uint64_t value) {
  return std::to_string(value);
}

std::optional<std::uint64_t> number_of(const std::string& text) {
  std::uint64_t value = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (wrong != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// --- the members of the field, each with the function that reads it: nothing on success, else what was expected ---

using Wrong = std::optional<std::string_view>;

Wrong take_text(const Value& value, std::string& text) {
  if (!value.is(json::Kind::string)) return "a string";
  text = value.as_string();
  return std::nullopt;
}
// 64-bit numbers stand in quotes: other readers of JSON would round them.
Wrong take_number(const Value& value, std::uint64_t& number) {
  constexpr std::string_view expected = "an integer below 2^64 in quotes";
  const std::optional<std::uint64_t> read = value.is(json::Kind::string) ? number_of(value.as_string()) : std::nullopt;
  if (!read) return expected;
  number = *read;
  return std::nullopt;
}

Wrong take_schema(const Value& value, Failure&) {
  if (value.is(json::Kind::string) && value.as_string() == schema) return std::nullopt;
  return "\"whitewater-failure-1\", the only version that this program reads";
}
template <auto Member>
Wrong take_text_member(const Value& value, Failure& failure) {
  return take_text(value, failure.*Member);
}
template <auto Member>
Wrong take_kind_member(const Value& value, Failure& failure) {
  return take_text(value, failure.kind.*Member);
}
template <auto Member>
Wrong take_number_member(const Value& value, Failure& failure) {
  return take_number(value, failure.*Member);
}
Wrong take_at(const Value& value, Failure& failure) {
  const std::optional<Duration> at =
      value.is(json::Kind::string) ? parse_duration(value.as_string()) : std::optional<Duration>();
  if (!at) return "a duration like \"3.412s\"";
  failure.at = *at;
  return std::nullopt;
}
Wrong take_wire(const Value& value, Failure& failure) {
  if (!value.is(json::Kind::boolean)) return "true or false";
  failure.wire = value.as_boolean();
  return std::nullopt;
}
Wrong take_last_events(const Value& value, Failure& failure) {
  if (!value.is(json::Kind::array)) return "a list of strings";
  for (const Value& line : value.elements())
    if (const Wrong wrong = take_text(line, failure.last_events.emplace_back())) return "a list of strings";
  return std::nullopt;
}
Wrong take_neighbourhood(const Value& value, Failure& failure) {
  constexpr std::string_view expected = R"({"failed": "…", "tried": "…"}, no more failed than tried)";
  Neighbourhood read;
  const Value* const failed = value.find("failed");
  const Value* const tried = value.find("tried");
  if (failed == nullptr || tried == nullptr || value.members().size() != 2 || take_number(*failed, read.failed) ||
      take_number(*tried, read.tried) || read.failed > read.tried)
    return expected;
  failure.neighbourhood = read;
  return std::nullopt;
}

Wrong take_depends(const Value& value, Failure& failure) {
  constexpr std::string_view expected = R"(a list of {"on": "…", "state": "…"})";
  if (!value.is(json::Kind::array)) return expected;
  for (const Value& each : value.elements()) {
    Dependence& read = failure.depends.emplace_back();
    const Value* const on = each.find("on");
    const Value* const state = each.find("state");
    if (on == nullptr || state == nullptr || each.members().size() != 2 || take_text(*on, read.on) ||
        take_text(*state, read.state))
      return expected;
  }
  return std::nullopt;
}

Wrong take_trail(const Value& value, Failure& failure) {
  constexpr std::string_view expected =
      R"({"every": "…", "points": "…"}: events, at least 1, and four hex digits a point)";
  const Value* const every = value.find("every");
  const Value* const points = value.find("points");
  if (every == nullptr || points == nullptr || value.members().size() != 2 || !points->is(json::Kind::string) ||
      take_number(*every, failure.trail.every) || failure.trail.every == 0)
    return expected;
  std::optional<std::vector<std::uint16_t>> read = trail_points(points->as_string());
  if (!read) return expected;
  failure.trail.points = std::move(*read);
  return std::nullopt;
}

struct MemberRow {
  std::string_view name;
  Wrong (*take)(const Value& value, Failure& failure);
  bool required = true;
};

constexpr std::array rows{
    MemberRow{"schema", take_schema},
    MemberRow{"property", take_kind_member<&FailureKind::property>},
    MemberRow{"shape", take_kind_member<&FailureKind::shape>},
    MemberRow{"sentence", take_text_member<&Failure::sentence>},
    MemberRow{"at", take_at},
    MemberRow{"digest", take_number_member<&Failure::digest>},
    MemberRow{"events", take_number_member<&Failure::events>},
    MemberRow{"wire", take_wire, false},
    MemberRow{"program", take_text_member<&Failure::program>},
    MemberRow{"build", take_text_member<&Failure::build>},
    MemberRow{"depends", take_depends, false},
    MemberRow{"neighbourhood", take_neighbourhood, false},
    MemberRow{"trail", take_trail, false},
    MemberRow{"last_events", take_last_events, false},
};

Error wrong_member(std::string_view file, std::string_view member, std::string_view message) {
  return {concat({file, ": $.failure", member.empty() ? "" : ".", member}), std::string(message)};
}

std::optional<Error> read_members(const Value& object, std::string_view file, Failure& failure) {
  if (!object.is(json::Kind::object))
    return wrong_member(file, "", concat({"expected an object, found ", json::kind_name(object.kind())}));
  std::vector<std::string_view> names;
  for (const MemberRow& row : rows) names.push_back(row.name);
  // The schema first: it says whether the rest can be understood.
  for (const MemberRow& row : rows) {
    const Value* const value = object.find(row.name);
    if (value == nullptr && row.required) return wrong_member(file, row.name, "expected this member, found none");
    if (value == nullptr) continue;
    if (const Wrong expected = row.take(*value, failure))
      return wrong_member(file, row.name, concat({"expected ", *expected}));
  }
  for (const json::Member& member : object.members()) {
    if (std::find(names.begin(), names.end(), member.name) != names.end()) continue;
    const std::string_view nearest = nearest_name(member.name, names);
    return wrong_member(
        file, printable(member.name, 60),
        concat({"unknown field", nearest.empty() ? "" : "; did you mean \"", nearest, nearest.empty() ? "" : "\"?"}));
  }
  return std::nullopt;
}

}  // namespace

Failure failure_of(const Scenario& scenario, bool wire, const RunReport& report, const FailureKind& kind) {
  Failure failure;
  failure.scenario = scenario;
  failure.scenario.seed = report.seed;
  failure.wire = wire;
  failure.kind = kind;
  failure.digest = report.digest;
  failure.events = report.events;
  if (report.violation) {
    failure.sentence = report.violation->text;
    failure.at = report.violation->time - Time{};
    failure.last_events = report.violation->last_events;
  } else {
    failure.sentence = report.explanation;
    failure.at = report.virtual_time;
  }
  return failure;
}

std::string write_failure(const Failure& failure) {
  std::string field;
  json::Writer writer(field, 0);
  writer.begin_object().key("schema").string(schema);
  writer.key("property").string(failure.kind.property).key("shape").string(failure.kind.shape);
  writer.key("sentence").string(failure.sentence).key("at").string(duration_text(failure.at));
  writer.key("digest").string(number_text(failure.digest)).key("events").string(number_text(failure.events));
  writer.key("wire").boolean(failure.wire);
  writer.key("program").string(failure.program).key("build").string(failure.build);
  if (!failure.depends.empty()) {
    writer.key("depends").begin_array();
    for (const Dependence& each : failure.depends)
      writer.begin_object().key("on").string(each.on).key("state").string(each.state).end_object();
    writer.end_array();
  }
  if (failure.neighbourhood) {
    writer.key("neighbourhood").begin_object().key("failed").string(number_text(failure.neighbourhood->failed));
    writer.key("tried").string(number_text(failure.neighbourhood->tried)).end_object();
  }
  if (failure.trail.every > 0) {
    writer.key("trail").begin_object().key("every").string(number_text(failure.trail.every));
    writer.key("points").string(trail_text(failure.trail)).end_object();
  }
  writer.key("last_events").begin_array();
  for (const std::string& line : failure.last_events) writer.string(line);
  writer.end_array().end_object();
  std::string description;
  json::append_string(description, failure.description);
  const std::string scenario = write_scenario(failure.scenario, Defaults::written);
  return concat({"{\n  \"description\": ", description, ",\n  \"failure\": ", field, ",", scenario.substr(1)});
}

bool is_failure(std::string_view text) {
  const Result<Value> document = json::parse(text);
  return document.ok() && document.value().find("failure") != nullptr;
}

Result<Failure> read_failure(std::string_view text, std::string_view file_name, const Toolbox& toolbox,
                             std::span<const Override> overrides) {
  Result<ReadScenario> scenario = read_scenario(text, file_name, toolbox, overrides);
  const Result<Value> document = json::parse(text);
  const std::string file = printable(file_name, 200);
  // A file of another version may have fields of its own: say so before any of them is called unknown.
  const Value* const field = document.ok() ? document.value().find("failure") : nullptr;
  Failure failure;
  if (field != nullptr)
    if (std::optional<Error> wrong = read_members(*field, file, failure)) return *wrong;
  if (!scenario) {
    Error error = scenario.error();
    if (field != nullptr)
      error.message += concat({" (the failure was recorded by ", printable(failure.program, 60), ")"});
    return error;
  }
  if (field == nullptr)
    return Error{concat({file, ": $.failure"}),
                 "expected the field of a recorded failure, found a scenario without it"};
  failure.scenario = std::move(scenario.value().scenario);
  if (!failure.scenario.seed)
    return Error{concat({file, ": $.seed"}), "expected the seed of the failing run, found none"};
  if (const Value* const words = document.value().find("description"); words != nullptr) {
    if (const Wrong expected = take_text(*words, failure.description))
      return Error{concat({file, ": $.description"}), concat({"expected ", *expected})};
  }
  return failure;
}

}  // namespace whitewater::scenarios
