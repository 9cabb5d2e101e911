// The answers that all verbs share: to a request for help, and to a mistake in the command line.
#include "tools/verbs/verb.hpp"

#include <algorithm>

#include "core/text/concat.hpp"

namespace whitewater::tools {

bool Program::has_verb(std::string_view verb) const {
  return std::any_of(verbs.begin(), verbs.end(), [&](const Verb* known) { return known->table->name == verb; });
}

bool asks_for_help(const Arguments& arguments) {
  for (const std::string& argument : arguments) {
    if (argument == "--") return false;
    if (argument == "-h" || argument == "--help") return true;
  }
  return false;
}

ExitCode usage_error(const Program& program, std::string_view verb, std::string_view sentence) {
  const std::string_view between = verb.empty() ? "" : " ";
  program.console.error(concat({verb, verb.empty() ? "" : ": ", sentence}));
  program.console.log(concat({"Try '", program.name, between, verb, " --help'."}));
  return ExitCode::bad_input;
}

}  // namespace whitewater::tools
