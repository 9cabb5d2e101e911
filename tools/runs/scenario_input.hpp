// From a word of the command line to a scenario that was read, validated and overridden.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenarios/format/scenario.hpp"
#include "scenarios/standard/standard.hpp"
#include "tools/terminal/console.hpp"

namespace whitewater::tools {

struct ScenarioInput {
  std::string word;  // as it stood on the command line: what reproduces the run
  scenarios::Scenario scenario = scenarios::standard_scenario();
  bool start_wait_given = false;  // by the file or an override; else it is the default
};

// Prints warnings, and the error when there is one.
std::optional<ScenarioInput> read_scenario_input(Console& console, const std::string& word,
                                                 const std::vector<std::string>& overrides);

}  // namespace whitewater::tools
