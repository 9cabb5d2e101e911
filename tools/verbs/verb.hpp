// A verb of the program: a row of the table in main.cpp, and a file of its own.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tools/terminal/console.hpp"
#include "tools/terminal/exit_code.hpp"
#include "tools/terminal/verb_table.hpp"

namespace whitewater::tools {

using Arguments = std::vector<std::string>;  // behind the verb

struct Verb {
  const VerbTable* table;  // its help is what docs/cli.md shows, and a test compares them
  ExitCode (*run)(Console& console, const Arguments& arguments);
};

// Is -h or --help among the arguments (before --)?
bool asks_for_help(const Arguments& arguments);

// Complains about the command line of a verb and says where help is.
ExitCode usage_error(Console& console, std::string_view verb, std::string_view sentence);

ExitCode run_verb(Console& console, const Arguments& arguments);

ExitCode real_verb(Console& console, const Arguments& arguments);

extern const VerbTable check_table;
ExitCode check_verb(Console& console, const Arguments& arguments);

extern const VerbTable bench_table;
ExitCode bench_verb(Console& console, const Arguments& arguments);

extern const VerbTable scenario_table;
ExitCode scenario_verb(Console& console, const Arguments& arguments);

extern const VerbTable completion_table;
ExitCode completion_verb(Console& console, const Arguments& arguments);

// All of them, in the order of the help.
std::span<const Verb> verbs();

}  // namespace whitewater::tools
