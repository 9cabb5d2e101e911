// Walks the table of fields and writes every value in its place. Lists take a line an element.
#include "scenarios/format/scenario_writer.hpp"

#include <algorithm>
#include <optional>

#include "core/text/concat.hpp"
#include "scenarios/format/scenario_fields.hpp"

namespace whitewater::scenarios {
namespace {

using Kind = FieldKind;

class FileWriter {
 public:
  explicit FileWriter(const Scenario& scenario) : scenario_(scenario) {}

  // The object behind that prefix; nothing when it would be empty.
  std::optional<std::string> object(const std::string& parent, std::size_t index, Defaults defaults,
                                    std::size_t depth) {
    std::string text;
    for (const Field& field : fields()) {
      if (field.parent() != parent) continue;
      const std::optional<std::string> value = field_value(field, index, defaults, depth + 1);
      if (!value) continue;
      text += concat({text.empty() ? "" : ",", line(depth + 1), "\"", field.key(), "\": ", *value});
    }
    if (text.empty()) return std::nullopt;
    return concat({"{", text, line(depth), "}"});
  }

 private:
  static std::string line(std::size_t depth) { return '\n' + std::string(2 * depth, ' '); }

  std::optional<std::string> field_value(const Field& field, std::size_t index, Defaults defaults, std::size_t depth) {
    if (field.kind == Kind::list) return list(field, defaults, depth);
    if (field.kind == Kind::object) {
      if (field.slot != nullptr && !scenario_.rules.benchmarks) return std::nullopt;
      // Without benchmarks, limits are written only if something would be lost.
      if (field.path == "tests" && !scenario_.rules.benchmarks) defaults = Defaults::omitted;
      return object(std::string(field.path) + '.', index, defaults, depth);
    }
    std::optional<std::string> value = value_text(field, scenario_, index);
    // The default of max_packets may be below its own range, and is accepted only as long as nobody says it.
    const bool unsayable = field.path == "max_packets" && scenario_.rules.max_packets < scenario_.rules.requests;
    if ((defaults == Defaults::omitted || unsayable) && value == default_text(field)) return std::nullopt;
    return value;
  }

  // An element a line, without what is not set in it.
  std::optional<std::string> list(const Field& field, Defaults defaults, std::size_t depth) {
    const std::size_t count = list_size(field.slot(scenario_, 0));
    if (count == 0) return defaults == Defaults::omitted ? std::nullopt : std::optional<std::string>("[]");
    const std::string parent = std::string(field.path) + "[].";
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
      text += concat({text.empty() ? "" : ",", line(depth + 1), element(parent, i)});
    return concat({"[", text, line(depth), "]"});
  }

  std::string element(const std::string& parent, std::size_t index) {
    std::string text;
    for (const Field& field : fields()) {
      if (field.parent() != parent) continue;
      const std::optional<std::string> value = field_value(field, index, Defaults::omitted, 0);
      if (value) text += concat({text.empty() ? "\"" : ", \"", field.key(), "\": ", *value});
    }
    return concat({"{", text, "}"});
  }

  Scenario scenario_;  // a copy, for slots give access to write
};

}  // namespace

std::string write_scenario(const Scenario& scenario, Defaults defaults) {
  return FileWriter(scenario).object("", 0, defaults, 0).value_or("{}") + '\n';
}

}  // namespace whitewater::scenarios
