// Finds, reads, overrides and validates a scenario; prints the first error.
#include "tools/runs/scenario_input.hpp"

#include <algorithm>

#include "core/wire/json.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "tools/runs/catalogue.hpp"
#include "tools/runs/input_file.hpp"

namespace whitewater::tools {

bool ScenarioInput::gives(std::string_view field) const {
  return std::find(given.begin(), given.end(), field) != given.end();
}

std::optional<ScenarioInput> read_scenario_input(const Program& program, const std::string& word,
                                                 const std::vector<std::string>& overrides) {
  Console& console = program.console;
  const Result<std::string> path = scenario_path(word, program.catalogue_folder);
  if (!path) {
    console.error(path.error().text());
    return std::nullopt;
  }
  const Result<std::string> text = read_input(path.value());
  if (!text) {
    console.error(text.error().text());
    return std::nullopt;
  }
  std::vector<scenarios::Override> changes;
  for (const std::string& override : overrides) {
    const std::size_t equals = override.find('=');
    changes.push_back({override.substr(0, equals), override.substr(equals + 1)});
  }
  const std::string name = path.value() == "-" ? "standard input" : path.value();
  Result<scenarios::ReadScenario> read = scenarios::read_scenario(text.value(), name, program.toolbox, changes);
  if (!read) {
    console.error(read.error().text());
    return std::nullopt;
  }
  for (const std::string& warning : read.value().warnings) console.error("warning: " + warning);
  std::vector<std::string> given;
  if (const Result<json::Value> whole = json::parse(text.value()))
    for (const json::Member& member : whole.value().members()) given.emplace_back(member.name);
  for (const scenarios::Override& change : changes) given.push_back(change.path);
  return ScenarioInput{word, std::move(read.value().scenario), std::move(given)};
}

}  // namespace whitewater::tools
