// Renders the table of fields as a Markdown table and as a JSON schema.
#include "scenarios/format/scenario_reference.hpp"

#include <string_view>

#include "core/text/concat.hpp"
#include "core/text/decimal.hpp"
#include "core/wire/json_writer.hpp"
#include "scenarios/format/delay_text.hpp"
#include "scenarios/format/scenario_fields.hpp"

namespace whitewater::scenarios {
namespace {

using Kind = FieldKind;

std::string quoted(std::string_view text) {
  std::string out;
  json::append_string(out, text);
  return out;
}

// "minimum" and "maximum" in the unit in which the file is written.
std::string bounds(const Field& field, int digits) {
  return concat({R"("minimum": )", unscaled(field.low, digits), R"(, "maximum": )", unscaled(field.high, digits)});
}

std::string choices(const Field& field) {
  std::string names;
  for (const std::string_view choice : field.choices) names += concat({names.empty() ? "" : ", ", quoted(choice)});
  return concat({R"("enum": [)", names, "]"});
}

// The keywords that say what a single value may be. Bounds that other fields set are beyond a schema.
std::string value_schema(const Field& field) {
  switch (field.kind) {
    case Kind::integer:
      return concat({R"("type": "integer", )", bounds(field, 0)});
    case Kind::whole_seconds:
      return concat({R"("type": "integer", )", bounds(field, 9)});
    case Kind::seconds:
      return R"("anyOf": [{"type": "number", "minimum": 0}, {"$ref": "#/$defs/duration"}])";
    case Kind::fraction:
      return concat({R"("type": "number", )", bounds(field, 6)});
    case Kind::flag:
      return R"("type": "boolean")";
    case Kind::duration:
      return R"("$ref": "#/$defs/duration")";
    case Kind::duration_range:
      return R"("$ref": "#/$defs/duration_range")";
    case Kind::delay:
      return R"("$ref": "#/$defs/delay")";
    case Kind::choice:
      return choices(field);
    case Kind::tiers:
      return concat(
          {R"("type": "array", "minItems": 3, "maxItems": 3, "items": {"type": "number", )", bounds(field, 6), "}"});
    case Kind::seed:
      return R"("anyOf": [{"type": "integer", "minimum": 0}, )"
             R"({"type": "string", "pattern": "^([0-9]+|0[xX][0-9a-fA-F]+)$"}])";
    case Kind::replica:
      return R"("type": "string", "pattern": "^[0-9A-F]{4}$")";
    case Kind::replica_set:
      return R"("anyOf": [{"type": "array", "minItems": 1, "items": {"type": "string", "pattern": "^[0-9A-F]{4}$"}}, )"
             R"({"enum": ["leader", "dead", "all"]}])";
    case Kind::misplaced:
      return R"("deprecated": true)";
    case Kind::object:
    case Kind::list:
    case Kind::ignored:
      break;
  }
  return "";
}

class SchemaWriter {
 public:
  std::string object(const std::string& parent, std::size_t depth) const {
    std::string properties;
    std::string required;
    for (const Field& field : fields()) {
      if (field.parent() != parent) continue;
      properties += concat(
          {properties.empty() ? "" : ",", line(depth + 1), quoted(field.key()), ": ", property(field, depth + 1)});
      if (field.required) required += concat({required.empty() ? "" : ", ", quoted(field.key())});
    }
    const std::string next = line(depth);
    return concat({next, R"("type": "object",)", next, R"("additionalProperties": false,)", next, R"("required": [)",
                   required, "],", next, R"("properties": {)", properties, next, "}"});
  }

 private:
  static std::string line(std::size_t depth) { return '\n' + std::string(2 * depth, ' '); }

  std::string property(const Field& field, std::size_t depth) const {
    const std::string description = concat({R"("description": )", quoted(field.meaning)});
    const std::string next = line(depth + 1);
    if (field.kind == Kind::object)
      return concat({"{", next, description, ",", object(concat({field.path, "."}), depth + 1), line(depth), "}"});
    if (field.kind == Kind::list)
      return concat({"{", next, description, ",", next, R"("type": "array",)", next, R"("items": {)",
                     object(concat({field.path, "[]."}), depth + 2), next, "}", line(depth), "}"});
    const std::string value = value_schema(field);
    const std::string fallback = default_text(field).value_or("");
    return concat({"{", description, value.empty() ? "" : ", ", value, fallback.empty() ? "" : R"(, "default": )",
                   fallback, "}"});
  }
};

}  // namespace

std::string field_reference() {
  std::string text = "| field | values | default | meaning |\n|---|---|---|---|\n";
  for (const Field& field : fields()) {
    std::string fallback = default_text(field).value_or("");
    if (!fallback.empty()) fallback = concat({"`", fallback, "`"});
    text += concat({"| `", field.path, "` | ", expectation(field), " | ", field.required ? "required" : fallback, " | ",
                    field.meaning, " |\n"});
  }
  return text;
}

std::string scenario_schema() {
  return concat({R"({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Whitewater scenario",
  "$defs": {
    "duration": {"type": "string", "pattern": "^(0|[1-9][0-9]*)(\\.[0-9]+)?(ns|us|ms|s)$"},
    "duration_range": {"type": "array", "minItems": 2, "maxItems": 2, "items": {"$ref": "#/$defs/duration"}},
    "delay": )",
                 delay_schema(), "\n  },", SchemaWriter().object("", 1), "\n}\n"});
}

}  // namespace whitewater::scenarios
