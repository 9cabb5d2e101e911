// Notes are found by name in the tables of the system that the scenario has chosen.
#include "scenarios/format/trigger.hpp"

#include "core/text/concat.hpp"
#include "core/text/decimal.hpp"
#include "core/text/duration_text.hpp"
#include "core/text/node_text.hpp"
#include "core/wire/json.hpp"
#include "scenarios/format/field_types.hpp"
#include "scenarios/format/scenario.hpp"

namespace whitewater::scenarios {

namespace {

using Refusal = std::optional<std::string>;

constexpr std::int64_t nth_max = 1'000'000'000;
constexpr Duration after_max = seconds(3'600);

Refusal read_note(const json::Value& value, const Scenario& scenario, Trigger& trigger) {
  if (value.is(json::Kind::string))
    for (const std::span<const NoteWords> table : scenario.system->notes)
      if ((trigger.note = find_note(table, value.as_string())) != nullptr) return std::nullopt;
  return concat(
      {"\"note\" to be one of ", scenario.system->name, scenario.system->notes.empty() ? ", which has none" : "'s"});
}

Refusal read_nth(const json::Value& value, Trigger& trigger) {
  const Result<std::int64_t> number =
      value.is(json::Kind::number) ? scaled(value.number_text(), 0) : Result<std::int64_t>(Error{});
  if (!number || number.value() < 1 || number.value() > nth_max)
    return concat({"\"nth\" to be an integer from 1 to ", std::to_string(nth_max)});
  trigger.nth = static_cast<std::uint32_t>(number.value());
  return std::nullopt;
}

Refusal read_after(const json::Value& value, Trigger& trigger) {
  const std::optional<Duration> after = value.is(json::Kind::string) ? parse_duration(value.as_string()) : std::nullopt;
  if (!after || *after > after_max) return concat({"\"after\" to be a duration of at most ", duration_text(after_max)});
  trigger.after = *after;
  return std::nullopt;
}

Refusal read_on(const json::Value& value, const Scenario& scenario, Trigger& trigger) {
  const std::optional<NodeId> on = field_types::parts::replica_of(value, scenario);
  if (!on) return std::string("\"on\" to be the id of a replica");
  trigger.on = *on;
  return std::nullopt;
}

}  // namespace

simnet::faults::When begin_of(const Trigger& trigger) {
  return simnet::faults::Trigger{trigger.note->code, trigger.nth, trigger.on, trigger.after};
}

Refusal read_trigger(const Field& field, const json::Value& value, const Scenario& scenario, void* slot) {
  Trigger trigger;
  for (const json::Member& member : value.members()) {
    Refusal refused = member.name == "note"    ? read_note(member.value, scenario, trigger)
                      : member.name == "nth"   ? read_nth(member.value, trigger)
                      : member.name == "on"    ? read_on(member.value, scenario, trigger)
                      : member.name == "after" ? read_after(member.value, trigger)
                                               : Refusal(trigger_words(field, &scenario));
    if (refused) return refused;
  }
  if (trigger.note == nullptr) return trigger_words(field, &scenario);
  *static_cast<When*>(slot) = trigger;
  return std::nullopt;
}

std::string trigger_text(const Field&, const void* slot) {
  const Trigger& trigger = std::get<Trigger>(*static_cast<const When*>(slot));
  std::string text = concat({R"({"note": ")", trigger.note->name, "\""});
  if (trigger.nth != 1) text += concat({R"(, "nth": )", std::to_string(trigger.nth)});
  if (trigger.on.valid()) text += concat({R"(, "on": ")", node_text(trigger.on), "\""});
  if (trigger.after > Duration{}) text += concat({R"(, "after": ")", duration_text(trigger.after), "\""});
  return text + "}";
}

std::string trigger_words(const Field&, const Scenario*) {
  return R"(an object with a "note", and with "nth", "on" and "after" where need be)";
}

std::string trigger_schema(const Field& field) {
  std::string names;
  for (const std::string_view name : field.choices) names += concat({names.empty() ? "\"" : ", \"", name, "\""});
  const std::string note = names.empty() ? R"("type": "string")" : concat({R"("enum": [)", names, "]"});
  return concat({R"("type": "object", "additionalProperties": false, "required": ["note"], "properties": {"note": {)",
                 note, R"(}, "nth": {"type": "integer", "minimum": 1}, "on": {"type": "string", "pattern": )",
                 R"("^[0-9A-F]{4}$"}, "after": {"$ref": "#/$defs/duration"}})"});
}

}  // namespace whitewater::scenarios
