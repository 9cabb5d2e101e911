// Turns a word of the command line into a scenario that was read, overridden and validated.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenarios/format/scenario.hpp"
#include "scenarios/standard/standard.hpp"
#include "tools/terminal/console.hpp"

namespace whitewater::tools {

struct ScenarioInput {
  std::string word;  // as on the command line: a reproduction command needs it
  scenarios::Scenario scenario = scenarios::standard_scenario();
  bool start_wait_given = false;  // given by the file or by an override; otherwise it is the default
};

// Prints warnings, and the error if there is one.
std::optional<ScenarioInput> read_scenario_input(Console& console, const std::string& word,
                                                 const std::vector<std::string>& overrides);

}  // namespace whitewater::tools
