// Turns a word of the command line into a scenario that was read, overridden and validated.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/format/scenario.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "tools/runs/program.hpp"

namespace whitewater::tools {

struct ScenarioInput {
  std::string word;  // as on the command line: a reproduction command needs it
  scenarios::Scenario scenario;
  std::vector<scenarios::GivenField> given;

  // The file, if the word names one as it stands.
  std::string file() const;
  // path: of the field's row, as "load.stray".
  bool gives(std::string_view path) const;
};

// "path=value" each, as parts.
std::vector<scenarios::Override> overrides_of(const std::vector<std::string>& texts);

// What shorthands and overrides of a command line set. Prints the error if there is one.
std::optional<std::vector<std::string>> read_changes(const Program& program, const GivenShorthands& given,
                                                     const std::vector<std::string>& overrides = {});

// Of the program's toolbox. Prints warnings, and the error if there is one.
std::optional<ScenarioInput> read_scenario_input(const Program& program, const std::string& word,
                                                 const std::vector<std::string>& overrides, Several several = {});
// Of a scenario that the command runs with others or with several seeds. Prints the error if there is one.
bool has_files_of_its_own(const Program& program, const scenarios::Scenario& scenario, Several several);

}  // namespace whitewater::tools
