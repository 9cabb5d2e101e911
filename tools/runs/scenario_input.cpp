// Finds, reads, overrides and validates a scenario; prints the first error.
#include "tools/runs/scenario_input.hpp"

#include "core/wire/json.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/standard/standard.hpp"
#include "tools/runs/catalogue.hpp"
#include "tools/runs/input_file.hpp"

namespace whitewater::tools {

std::optional<ScenarioInput> read_scenario_input(Console& console, const std::string& word,
                                                 const std::vector<std::string>& overrides) {
  const Result<std::string> path = scenario_path(word);
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
  Result<scenarios::ReadScenario> read = scenarios::read_standard(text.value(), name, changes);
  if (!read) {
    console.error(read.error().text());
    return std::nullopt;
  }
  for (const std::string& warning : read.value().warnings) console.error("warning: " + warning);
  const Result<json::Value> whole = json::parse(text.value());
  bool start_wait_given = whole.ok() && whole.value().find("start_wait") != nullptr;
  for (const scenarios::Override& change : changes) start_wait_given = start_wait_given || change.path == "start_wait";
  return ScenarioInput{word, std::move(read.value().scenario), start_wait_given};
}

}  // namespace whitewater::tools
