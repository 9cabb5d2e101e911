// Each way to say when, as a row of functions.
#include "core/text/concat.hpp"
#include "core/text/duration_text.hpp"
#include "core/wire/json.hpp"
#include "scenarios/format/field_types.hpp"
#include "scenarios/format/when.hpp"

namespace whitewater::scenarios {

namespace field_types::parts {

namespace {

// A time from the start of the run.
Refusal read_time(const Field& field, const json::Value& value, const Scenario& scenario, void* slot) {
  Duration time;
  if (Refusal refused = read_duration(field, value, scenario, &time)) return refused;
  *static_cast<When*>(slot) = time;
  return std::nullopt;
}
std::string time_text(const Field& field, const void* slot) {
  return duration_spelling(field, &std::get<Duration>(*static_cast<const When*>(slot)));
}

std::string time_words(const When& when) {
  return concat({"at ", duration_text(std::get<Duration>(when))});
}

struct Way {
  json::Kind kind;  // of its JSON
  FieldType type;
  std::string (*words)(const When& when);  // in a sentence
};
// By the alternatives of When.
constexpr Way ways[] = {
    {json::Kind::string, {FieldType::Shape::value, read_time, time_text, duration_words, duration_schema}, time_words},
    {json::Kind::object,
     {FieldType::Shape::value, read_trigger, trigger_text, trigger_words, trigger_schema},
     [](const When& when) { return "at " + trigger_text({}, &when); }},
};
static_assert(std::size(ways) == std::variant_size_v<When>, "there is a row for each alternative");

template <class Part>
std::string joined(const Part& part, std::string_view between) {
  std::string all;
  for (const Way& way : ways) all += concat({all.empty() ? "" : between, part(way)});
  return all;
}

}  // namespace

Refusal read_when(const Field& field, const json::Value& value, const Scenario& scenario, void* slot) {
  for (const Way& way : ways)
    if (value.is(way.kind)) return way.type.read(field, value, scenario, slot);
  return when_words(field, &scenario);
}
std::string when_text(const Field& field, const void* slot) {
  return ways[static_cast<const When*>(slot)->index()].type.text(field, slot);
}
std::string when_words(const Field& field, const Scenario* scenario) {
  return joined([&](const Way& way) { return way.type.words(field, scenario); }, ", or ");
}
std::string when_schema(const Field& field) {
  if (std::size(ways) == 1) return ways[0].type.schema(field);
  return concat({R"("anyOf": [)",
                 joined(
                     [&](const Way& way) {
                       return concat({"{", way.type.schema(field), "}"});
                     },
                     ", "),
                 "]"});
}

}  // namespace field_types::parts

std::string when_words(const When& when) {
  return field_types::parts::ways[when.index()].words(when);
}

}  // namespace whitewater::scenarios
