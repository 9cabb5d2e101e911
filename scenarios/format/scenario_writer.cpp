// Walks the table of fields, and writes every value in its place. Each element of a list is one line.
#include "scenarios/format/scenario_writer.hpp"

#include <optional>

#include "core/text/concat.hpp"
#include "core/wire/json.hpp"
#include "scenarios/format/scenario_fields.hpp"

namespace whitewater::scenarios {
namespace {

using Shape = FieldType::Shape;

class FileWriter {
 public:
  explicit FileWriter(const Scenario& scenario)
      : scenario_(scenario),
        table_(scenario),
        fallbacks_(table_, *scenario.toolbox, *scenario.system, *scenario.workload) {}

  // The object with that prefix; nothing if it would be empty.
  std::optional<std::string> object(const std::string& parent, std::size_t index, Defaults defaults,
                                    std::size_t depth) {
    std::string text;
    for (const FieldRow& row : table_.rows()) {
      if (row.field.parent() != parent) continue;
      const std::optional<std::string> value = field_value(row, index, defaults, depth + 1);
      if (!value) continue;
      text += concat({text.empty() ? "" : ",", line(depth + 1), "\"", row.field.key(), "\": ", *value});
    }
    if (text.empty()) return std::nullopt;
    return concat({"{", text, line(depth), "}"});
  }

 private:
  static std::string line(std::size_t depth) { return '\n' + std::string(2 * depth, ' '); }

  std::optional<std::string> field_value(const FieldRow& row, std::size_t index, Defaults defaults, std::size_t depth) {
    const Field& field = row.field;
    if (field.is(Shape::list)) return list(row, defaults, depth);
    if (field.is(Shape::object)) {
      if (!is_there(row)) return std::nullopt;
      const std::string parent = std::string(field.path) + '.';
      return object(parent, index, lacks_an_object(parent) ? Defaults::omitted : defaults, depth);
    }
    std::optional<std::string> value = value_text(row, scenario_, index);
    if (!value || value != fallbacks_.text(row)) return value;
    return defaults == Defaults::omitted || !acceptable(row, *value) ? std::nullopt : value;
  }

  bool is_there(const FieldRow& row) {
    return row.field.type->size == nullptr || row.field.type->size(row.slot(scenario_, 0)) > 0;
  }

  // If an object lacks one of its optional objects, the rest of it is written only if something would be lost
  // otherwise.
  bool lacks_an_object(const std::string& parent) {
    for (const FieldRow& row : table_.rows())
      if (row.field.parent() == parent && row.field.is(Shape::object) && !is_there(row)) return true;
    return false;
  }

  // A default may violate bounds that other fields set; it is accepted only as long as the file does not contain it.
  bool acceptable(const FieldRow& row, const std::string& text) {
    if (row.field.low_bound.value == nullptr) return true;
    const Result<json::Value> value = json::parse(text);
    return value.ok() && !row.field.type->read(row.field, value.value(), scenario_, row.slot(scenario_, 0));
  }

  // One line per element, without values that are not set.
  std::optional<std::string> list(const FieldRow& row, Defaults defaults, std::size_t depth) {
    const FieldType& type = *row.field.type;
    const bool optional = type.there != nullptr;
    if (optional && !type.there(row.slot(scenario_, 0))) return std::nullopt;
    const std::size_t count = type.size(row.slot(scenario_, 0));
    if (count == 0) return defaults == Defaults::omitted && !optional ? std::nullopt : std::optional<std::string>("[]");
    const std::string parent = std::string(row.field.path) + "[].";
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
      text += concat({text.empty() ? "" : ",", line(depth + 1), element(parent, i)});
    return concat({"[", text, line(depth), "]"});
  }

  std::string element(const std::string& parent, std::size_t index) {
    std::string text;
    for (const FieldRow& row : table_.rows()) {
      if (row.field.parent() != parent) continue;
      const std::optional<std::string> value = field_value(row, index, Defaults::omitted, 0);
      if (value) text += concat({text.empty() ? "\"" : ", \"", row.field.key(), "\": ", *value});
    }
    return concat({"{", text, "}"});
  }

  Scenario scenario_;  // a copy, because slots give write access
  FieldTable table_;
  FieldDefaults fallbacks_;
};

}  // namespace

std::string write_scenario(const Scenario& scenario, Defaults defaults) {
  return FileWriter(scenario).object("", 0, defaults, 0).value_or("{}") + '\n';
}

}  // namespace whitewater::scenarios
