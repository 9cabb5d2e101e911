// What all verbs answer alike: a request for help, and a mistake in the command line.
#include "tools/verbs/verb.hpp"

namespace whitewater::tools {

bool asks_for_help(const Arguments& arguments) {
  for (const std::string& argument : arguments) {
    if (argument == "--") return false;
    if (argument == "-h" || argument == "--help") return true;
  }
  return false;
}

ExitCode usage_error(Console& console, std::string_view verb, std::string_view sentence) {
  const std::string command = verb.empty() ? "whitewater" : "whitewater " + std::string(verb);
  console.error((verb.empty() ? "" : std::string(verb) + ": ") + std::string(sentence));
  console.log("Try '" + command + " --help'.");
  return ExitCode::bad_input;
}

}  // namespace whitewater::tools
