// The standard field types, second half: how values are spelled, and which values are allowed, in words and as JSON
// schema.
#include "core/text/concat.hpp"
#include "core/text/decimal.hpp"
#include "core/text/duration_text.hpp"
#include "core/wire/json_writer.hpp"
#include "scenarios/format/delay_text.hpp"
#include "scenarios/format/field_types.hpp"
#include "scenarios/format/scenario.hpp"

namespace whitewater::scenarios::field_types::parts {
namespace {

std::string quoted(std::string_view text) {
  return '"' + std::string(text) + '"';
}

using BoundText = std::string (*)(std::int64_t bound);
std::string integer_bound(std::int64_t bound) {
  return std::to_string(bound);
}
std::string seconds_bound(std::int64_t bound) {
  return unscaled(bound, 9);
}
std::string fraction_bound(std::int64_t bound) {
  return unscaled(bound, 6);
}
std::string duration_bound(std::int64_t bound) {
  return duration_text({bound});
}

// Without a scenario, a bound that another field sets is shown by the name of that field.
std::string range_text(const Field& field, const Scenario* scenario, BoundText bound) {
  const auto text = [&](const FieldBound& other, std::int64_t own) {
    if (other.value == nullptr) return bound(own);
    return scenario != nullptr ? bound(other.value(*scenario)) : std::string(other.name);
  };
  return " from " + text(field.low_bound, field.low) + " to " + text(field.high_bound, field.high);
}

// "minimum" and "maximum", in the unit of the file.
std::string bounds(const Field& field, int digits) {
  return concat({R"("minimum": )", unscaled(field.low, digits), R"(, "maximum": )", unscaled(field.high, digits)});
}

std::string id_text(std::int64_t id) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string text;
  for (int shift = 12; shift >= 0; shift -= 4) text += digits[static_cast<std::size_t>(id >> shift) & 15u];
  return text;
}

std::string last_replica(const Scenario* scenario) {
  return scenario != nullptr ? quoted(id_text(std::int64_t{scenario->replicas} - 1)) : "the last one";
}

}  // namespace

std::string flag_text(const Field&, const void* slot) {
  return *static_cast<const bool*>(slot) ? "true" : "false";
}
std::string flag_words(const Field&, const Scenario*) {
  return "true or false";
}
std::string flag_schema(const Field&) {
  return R"("type": "boolean")";
}

std::string text_spelling(const Field&, const void* slot) {
  std::string text;
  json::append_string(text, *static_cast<const std::string*>(slot));
  return text;
}
std::string text_words(const Field&, const Scenario*) {
  return "a string";
}
std::string text_schema(const Field& field) {
  return field.low == 0 ? R"("type": "string")" : R"("type": "string", "minLength": )" + std::to_string(field.low);
}

std::string integer_words(const Field& field, const Scenario* scenario) {
  return "an integer" + range_text(field, scenario, integer_bound);
}
std::string integer_schema(const Field& field) {
  return concat({R"("type": "integer", )", bounds(field, 0)});
}

std::string choice_text(const Field& field, std::size_t place) {
  return quoted(field.choices[place]);
}
std::string choice_words(const Field& field, const Scenario*) {
  std::string text = field.choices.size() > 2 ? "one of " : "";
  for (std::size_t i = 0; i < field.choices.size(); ++i) {
    if (i > 0) text += i + 1 < field.choices.size() ? ", " : " or ";
    text += quoted(field.choices[i]);
  }
  return text;
}
std::string choice_schema(const Field& field) {
  std::string names;
  for (const std::string_view choice : field.choices) {
    if (!names.empty()) names += ", ";
    json::append_string(names, choice);
  }
  return concat({R"("enum": [)", names, "]"});
}

std::string whole_seconds_words(const Field& field, const Scenario* scenario) {
  return "an integer" + range_text(field, scenario, seconds_bound);
}
std::string whole_seconds_schema(const Field& field) {
  return concat({R"("type": "integer", )", bounds(field, 9)});
}

std::string seconds_text(const Field&, const void* slot) {
  const Duration duration = *static_cast<const Duration*>(slot);
  return duration.ns % 1'000 == 0 ? unscaled(duration.ns / 1'000, 6) : quoted(duration_text(duration));
}
std::string seconds_words(const Field& field, const Scenario* scenario) {
  return "a number" + range_text(field, scenario, seconds_bound);
}
std::string seconds_schema(const Field&) {
  return R"("anyOf": [{"type": "number", "minimum": 0}, {"$ref": "#/$defs/duration"}])";
}

std::string fraction_text(const Field&, const void* slot) {
  return unscaled(static_cast<const Probability*>(slot)->ppm, 6);
}
std::string fraction_words(const Field& field, const Scenario* scenario) {
  return "a number" + range_text(field, scenario, fraction_bound);
}
std::string fraction_schema(const Field& field) {
  return concat({R"("type": "number", )", bounds(field, 6)});
}

std::string duration_spelling(const Field&, const void* slot) {
  return quoted(duration_text(*static_cast<const Duration*>(slot)));
}
std::string duration_words(const Field& field, const Scenario* scenario) {
  return "a duration with a unit, like \"150ms\"," + range_text(field, scenario, duration_bound);
}
std::string duration_schema(const Field&) {
  return R"("$ref": "#/$defs/duration")";
}

std::string duration_range_spelling(Duration low, Duration high) {
  return '[' + quoted(duration_text(low)) + ", " + quoted(duration_text(high)) + ']';
}
std::string duration_range_words(const Field& field, const Scenario* scenario) {
  return "two durations with units, like [\"50us\", \"200us\"], ascending," +
         range_text(field, scenario, duration_bound);
}
std::string duration_range_schema(const Field&) {
  return R"("$ref": "#/$defs/duration_range")";
}

std::string delay_spelling(const Field&, const void* slot) {
  return delay_text(*static_cast<const simnet::DelayModel*>(slot));
}
std::string delay_words(const Field&, const Scenario*) {
  return "a delay, like \"1ms\" or {\"uniform\": [\"50us\", \"200us\"]}";
}
std::string delay_keywords(const Field&) {
  return R"("$ref": "#/$defs/delay")";
}

// Most programs round numbers beyond 2^53, so such seeds are written as strings.
std::string seed_text(const Field&, const void* slot) {
  const auto& seed = *static_cast<const std::optional<std::uint64_t>*>(slot);
  if (!seed) return "";
  const std::string digits = std::to_string(*seed);
  return *seed <= (std::uint64_t{1} << 53) ? digits : quoted(digits);
}
std::string seed_words(const Field&, const Scenario*) {
  return "an integer from 0 to 18446744073709551615, also as a string, also hexadecimal (\"0x2a\")";
}
std::string seed_schema(const Field&) {
  return R"("anyOf": [{"type": "integer", "minimum": 0}, )"
         R"({"type": "string", "pattern": "^([0-9]+|0[xX][0-9a-fA-F]+)$"}])";
}

std::string replica_text(const Field&, const void* slot) {
  return quoted(id_text(static_cast<const NodeId*>(slot)->value));
}
std::string replica_words(const Field&, const Scenario* scenario) {
  return "the id of a replica, \"0000\" to " + last_replica(scenario);
}
std::string replica_schema(const Field&) {
  return R"("type": "string", "pattern": "^[0-9A-F]{4}$")";
}

}  // namespace whitewater::scenarios::field_types::parts
