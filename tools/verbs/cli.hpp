// cli::run: the command line of a program that has a toolbox: a whole main(). It brings the verbs run, scenario, check
// and completion, help, exit codes and suggestions; docs/own-system.md shows a program made of it. The library that
// holds it, whitewater::cli, knows no system and no workload.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "scenarios/format/toolbox.hpp"
#include "tools/verbs/verb.hpp"

namespace whitewater::cli {

// What a program adds. All of it may be left out.
struct Extras {
  // Further verbs. They stand here and not in the toolbox: every scenario has a toolbox, and no scenario has a console.
  std::span<const tools::Verb> verbs{};
  // Options of the verbs that take a scenario. Here for the same reason.
  tools::Shorthands shorthands{};
  // On what runs of a scenario depend beside it: failures hold it, and replay compares. Null: on nothing.
  std::vector<scenarios::Dependence> (*depends)(const scenarios::Scenario& scenario) = nullptr;
  // A word that `run` takes instead of a scenario.
  tools::Suite suite{};
  std::string_view about{};        // the first line of its help
  std::string_view version{};      // of the program; without one, --version tells that of whitewater
  std::string_view examples{};     // more lines for the help, under "Examples:"; {program} stands for its name
  std::string catalogue_folder{};  // of scenario files that can be named without a path; empty: none
  std::string example{};           // a scenario that the examples of the help name; empty: "mine.json"
};

// The program is called as it was started: messages, help and commands to paste bear that name.
int run(int argc, char** argv, const scenarios::Toolbox& toolbox, const Extras& extras = {});

}  // namespace whitewater::cli
