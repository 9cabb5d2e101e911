// The table of verbs, and what all of them answer alike: a request for help, and a mistake in the command line.
#include "tools/verbs/verb.hpp"

#include <array>

#include "tools/real/run/real_arguments.hpp"
#include "tools/verbs/run_arguments.hpp"

namespace whitewater::tools {

namespace {

constexpr std::array table{
    Verb{&run_table, run_verb},     Verb{&real::real_table, real_verb},   Verb{&check_table, check_verb},
    Verb{&bench_table, bench_verb}, Verb{&scenario_table, scenario_verb}, Verb{&completion_table, completion_verb},
};

}  // namespace

std::span<const Verb> verbs() {
  return table;
}

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
