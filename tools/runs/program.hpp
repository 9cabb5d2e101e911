// Program: the running program as its verbs see it: its name, its console, its toolbox, its scenario files, its verbs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/format/toolbox.hpp"
#include "scenarios/search/failure.hpp"
#include "tools/runs/shorthands.hpp"
#include "tools/terminal/console.hpp"
#include "tools/terminal/exit_code.hpp"
#include "tools/terminal/verb_table.hpp"

namespace whitewater::tools {

struct Verb;
struct Program;
struct RunArguments;

// What `run` does instead, if its only scenario is this word.
struct Suite {
  std::string_view name{};  // empty: the program has none
  ExitCode (*run)(const Program& program, const RunArguments& arguments) = nullptr;
};

struct Program {
  Console& console;
  const scenarios::Toolbox& toolbox;
  std::string name;                   // for messages and for commands to paste
  std::string catalogue_folder{};     // of the scenario files that come with it; empty: there are none
  std::string example = "mine.json";  // a scenario, for the examples of the help
  std::vector<const Verb*> verbs{};   // in the order of the help
  std::string version{};              // empty: that of whitewater
  Shorthands shorthands{};
  // On what runs of a scenario depend beside it. Null: on nothing.
  std::vector<scenarios::Dependence> (*depends)(const scenarios::Scenario& scenario) = nullptr;
  Suite suite{};

  HelpNames help_names() const { return {name, example}; }
  bool has_verb(std::string_view verb) const;
};

}  // namespace whitewater::tools
