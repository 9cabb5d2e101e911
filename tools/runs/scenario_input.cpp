// Finds, reads, overrides and validates a scenario; prints the first error.
#include "tools/runs/scenario_input.hpp"

#include <algorithm>

#include "tools/runs/catalogue.hpp"
#include "tools/runs/input_file.hpp"

namespace whitewater::tools {

std::string ScenarioInput::file() const {
  return word.ends_with(".json") ? word : std::string();
}

bool ScenarioInput::gives(std::string_view path) const {
  return std::any_of(given.begin(), given.end(),
                     [&](const scenarios::GivenField& field) { return field.path == path; });
}

std::vector<scenarios::Override> overrides_of(const std::vector<std::string>& texts) {
  std::vector<scenarios::Override> overrides;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    overrides.push_back({text.substr(0, equals), text.substr(equals + 1)});
  }
  return overrides;
}

std::optional<std::vector<std::string>> read_changes(const Program& program, const GivenShorthands& given,
                                                     const std::vector<std::string>& overrides) {
  Result<std::vector<std::string>> all = changes(program.shorthands, given, overrides);
  if (all) return std::move(all.value());
  program.console.error(all.error().text());
  return std::nullopt;
}

bool has_files_of_its_own(const Program& program, const scenarios::Scenario& scenario, Several several) {
  if (program.shorthands.one_file == nullptr) return true;
  const std::optional<Error> wrong = program.shorthands.one_file(scenario, several);
  if (wrong) program.console.error(wrong->text());
  return !wrong;
}

std::optional<ScenarioInput> read_scenario_input(const Program& program, const std::string& word,
                                                 const std::vector<std::string>& overrides, Several several) {
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
  const std::string name = path.value() == "-" ? "standard input" : path.value();
  Result<scenarios::ReadScenario> read =
      scenarios::read_scenario(text.value(), name, program.toolbox, overrides_of(overrides));
  if (!read) {
    console.error(read.error().text());
    return std::nullopt;
  }
  if (!has_files_of_its_own(program, read.value().scenario, several)) return std::nullopt;
  for (const std::string& warning : read.value().warnings) console.error("warning: " + warning);
  return ScenarioInput{word, std::move(read.value().scenario), std::move(read.value().given)};
}

}  // namespace whitewater::tools
