// A verb of the program: a row of the table in main.cpp, and a file of its own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tools/terminal/console.hpp"
#include "tools/terminal/exit_code.hpp"

namespace whitewater::tools {

using Arguments = std::vector<std::string>;  // behind the verb

struct Verb {
  std::string_view name;
  std::string_view summary;      // half a line, for the list of verbs
  const std::string_view* help;  // whole; docs/cli.md shows the same text, and a test compares them
  ExitCode (*run)(Console& console, const Arguments& arguments);
};

// Is -h or --help among the arguments (before --)?
bool asks_for_help(const Arguments& arguments);

// Complains about the command line of a verb and says where help is.
ExitCode usage_error(Console& console, std::string_view verb, std::string_view sentence);

extern const std::string_view run_help;
ExitCode run_verb(Console& console, const Arguments& arguments);

extern const std::string_view real_help;
ExitCode real_verb(Console& console, const Arguments& arguments);

extern const std::string_view check_help;
ExitCode check_verb(Console& console, const Arguments& arguments);

extern const std::string_view bench_help;
ExitCode bench_verb(Console& console, const Arguments& arguments);

extern const std::string_view scenario_help;
ExitCode scenario_verb(Console& console, const Arguments& arguments);

}  // namespace whitewater::tools
