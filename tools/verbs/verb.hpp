// A verb of a program: its table, which says what it takes, and the function that does it. run, scenario, check and
// completion come with every program (cli.hpp); a program hands in further ones.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tools/runs/program.hpp"
#include "tools/terminal/exit_code.hpp"
#include "tools/terminal/verb_table.hpp"

namespace whitewater::tools {

using Arguments = std::vector<std::string>;  // behind the verb

struct Verb {
  const VerbTable* table;  // its help is what docs/cli.md shows, and a test compares them
  ExitCode (*run)(const Program& program, const Arguments& arguments);
};

// Is -h or --help among the arguments (before --)?
bool asks_for_help(const Arguments& arguments);

// Complains about the command line of a verb and says where help is. verb: empty for the program itself.
ExitCode usage_error(const Program& program, std::string_view verb, std::string_view sentence);

ExitCode run_verb(const Program& program, const Arguments& arguments);

ExitCode fuzz_verb(const Program& program, const Arguments& arguments);

extern const VerbTable replay_table;
ExitCode replay_verb(const Program& program, const Arguments& arguments);

extern const VerbTable shrink_table;
ExitCode shrink_verb(const Program& program, const Arguments& arguments);

extern const VerbTable explain_table;
ExitCode explain_verb(const Program& program, const Arguments& arguments);

extern const VerbTable check_table;
ExitCode check_verb(const Program& program, const Arguments& arguments);

extern const VerbTable scenario_table;
ExitCode scenario_verb(const Program& program, const Arguments& arguments);

extern const VerbTable completion_table;
ExitCode completion_verb(const Program& program, const Arguments& arguments);

}  // namespace whitewater::tools
