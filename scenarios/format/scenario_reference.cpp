// Renders the table of fields as a Markdown table and as a JSON schema.
#include "scenarios/format/scenario_reference.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "core/text/concat.hpp"
#include "core/wire/json_writer.hpp"
#include "scenarios/format/delay_text.hpp"
#include "scenarios/format/scenario_fields.hpp"

namespace whitewater::scenarios {
namespace {

using Shape = FieldType::Shape;

std::string quoted(std::string_view text) {
  std::string out;
  json::append_string(out, text);
  return out;
}

class SchemaWriter {
 public:
  SchemaWriter(const FieldTable& table, FieldDefaults& fallbacks) : table_(table), fallbacks_(fallbacks) {}

  std::string object(const std::string& parent, std::size_t depth) const {
    std::string properties;
    std::string required;
    for (const FieldRow& row : table_.rows()) {
      const Field& field = row.field;
      if (field.parent() != parent) continue;
      properties +=
          concat({properties.empty() ? "" : ",", line(depth + 1), quoted(field.key()), ": ", property(row, depth + 1)});
      if (field.required) required += concat({required.empty() ? "" : ", ", quoted(field.key())});
    }
    const std::string next = line(depth);
    return concat({next, R"("type": "object",)", next, R"("additionalProperties": false,)", next, R"("required": [)",
                   required, "],", next, R"("properties": {)", properties, next, "}"});
  }

 private:
  static std::string line(std::size_t depth) { return '\n' + std::string(2 * depth, ' '); }

  std::string property(const FieldRow& row, std::size_t depth) const {
    const Field& field = row.field;
    const std::string description = concat({R"("description": )", quoted(field.meaning)});
    const std::string next = line(depth + 1);
    if (field.is(Shape::object))
      return concat({"{", next, description, ",", object(concat({field.path, "."}), depth + 1), line(depth), "}"});
    if (field.is(Shape::list))
      return concat({"{", next, description, ",", next, R"("type": "array",)", next, R"("items": {)",
                     object(concat({field.path, "[]."}), depth + 2), next, "}", line(depth), "}"});
    if (field.is(Shape::ignored))
      return concat({"{", description, field.type->warning.empty() ? "" : R"(, "deprecated": true)", "}"});
    const std::string value = field.type->schema(field);
    const std::string fallback = fallbacks_.text(row).value_or("");
    return concat({"{", description, value.empty() ? "" : ", ", value, fallback.empty() ? "" : R"(, "default": )",
                   fallback, "}"});
  }

  const FieldTable& table_;
  FieldDefaults& fallbacks_;
};

std::string_view owner_name(FieldOwner owner, const System& system, const Workload& workload) {
  switch (owner) {
    case FieldOwner::system:
      return system.name;
    case FieldOwner::workload:
      return workload.name;
    case FieldOwner::scenario:
      break;
  }
  return "";
}

void add_rows(std::string& text, const Toolbox& toolbox, const System& system, const Workload& workload,
              std::span<const FieldOwner> owners) {
  const FieldTable table(toolbox, system, workload);
  FieldDefaults fallbacks(table, toolbox, system, workload);
  for (const FieldRow& row : table.rows()) {
    const Field& field = row.field;
    if (std::find(owners.begin(), owners.end(), row.owner) == owners.end()) continue;
    std::string fallback = fallbacks.text(row).value_or("");
    if (!fallback.empty()) fallback = concat({"`", fallback, "`"});
    text += concat({"| `", field.path, "` | ", owner_name(row.owner, system, workload), " | ", expectation(field),
                    " | ", field.required ? "required" : fallback, " | ", field.meaning, " |\n"});
  }
}

// Whether an earlier one has the very same rows and bounds.
bool same_rows(const Workload& a, const Workload& b) {
  return a.fields.data() == b.fields.data();
}
bool same_rows(const System& a, const System& b) {
  return a.fields.data() == b.fields.data() && a.replicas_min == b.replicas_min && a.replicas_max == b.replicas_max;
}
template <class Part>
bool said_before(std::span<const Part> parts, const Part& part) {
  return std::any_of(parts.data(), &part, [&](const Part& earlier) { return same_rows(earlier, part); });
}

// Keywords that hold when the scenario chose that one; a file that chooses nothing means the first.
template <class Part>
std::string when_chosen(std::string_view key, const Part& part) {
  return concat({R"("properties": {")", key, R"(": {"anyOf": [{"const": ")", part.name,
                 R"("}, {"properties": {"name": {"const": ")", part.name, R"("}}, "type": "object"}]}})"});
}

std::string definitions() {
  return concat({R"(  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Whitewater scenario",
  "$defs": {
    "duration": {"type": "string", "pattern": "^(0|[1-9][0-9]*)(\\.[0-9]+)?(ns|us|ms|s)$"},
    "duration_range": {"type": "array", "minItems": 2, "maxItems": 2, "items": {"$ref": "#/$defs/duration"}},
    "delay": )",
                 delay_schema(), "\n  }"});
}

}  // namespace

std::string field_reference(const Toolbox& toolbox) {
  std::string text = "| field | of | values | default | meaning |\n|---|---|---|---|---|\n";
  const System& first_system = toolbox.systems.front();
  const Workload& first_workload = toolbox.workloads.front();
  using Owner = FieldOwner;
  add_rows(text, toolbox, first_system, first_workload, std::array{Owner::scenario});
  for (const Workload& workload : toolbox.workloads)
    if (!said_before(toolbox.workloads, workload))
      add_rows(text, toolbox, first_system, workload, std::array{Owner::workload});
  for (const System& system : toolbox.systems)
    if (!said_before(toolbox.systems, system))
      add_rows(text, toolbox, system, first_workload, std::array{Owner::system});
  return text;
}

std::string scenario_schema(const Toolbox& toolbox) {
  std::string cases;
  std::size_t count = 0;
  std::string only;
  for (const Workload& workload : toolbox.workloads) {
    if (said_before(toolbox.workloads, workload)) continue;
    for (const System& system : toolbox.systems) {
      if (said_before(toolbox.systems, system)) continue;
      const FieldTable table(toolbox, system, workload);
      FieldDefaults fallbacks(table, toolbox, system, workload);
      const SchemaWriter writer(table, fallbacks);
      if (++count == 1) only = writer.object("", 1);
      cases +=
          concat({count == 1 ? "" : ",", "\n    {\"if\": {\"allOf\": [{", when_chosen("workload", workload), "}, {",
                  when_chosen("system", system), "}]},\n     \"then\": {", writer.object("", 3), "\n    }}"});
    }
  }
  // One case needs no question.
  return concat({"{\n", definitions(), ",", count == 1 ? only : concat({"\n  \"allOf\": [", cases, "\n  ]"}), "\n}\n"});
}

}  // namespace whitewater::scenarios
