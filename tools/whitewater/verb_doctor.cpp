// whitewater doctor: whether programs can be run in virtual time here, and if not, what is missing and what to do.
#include <array>

#include "tools/terminal/argument_parser.hpp"
#include "tools/virtual/doctor/probes.hpp"
#include "tools/whitewater/own_verbs.hpp"

namespace whitewater::tools {

namespace {

constexpr std::array doctor_options{
    OptionRow{"--json", "", "one JSON object"},
};

}  // namespace

const VerbTable doctor_table{
    "doctor",
    "tell whether programs can run in virtual time here",
    R"(Whether replica programs can be run in virtual time on this machine (--replica, and scenarios of the system
'program'): what that needs of kernel, container and processor is tried, each in a child process. What is
missing is named, with what follows from it and what to do.

Usage: {program} doctor [options]
)",
    doctor_options,
    R"(Exit codes: 0 it works; 3 it does not: 'real' runs the same programs in real time.

Examples:
  {program} doctor
  {program} doctor --json
)",
};

ExitCode doctor_verb(const Program& program, const Arguments& arguments) {
  bool json = false;
  ArgumentParser parser(doctor_table);
  parser.flag("--json", json);
  if (const auto wrong = parser.parse(arguments)) return usage_error(program, "doctor", wrong->text());
  const virtual_time::Examination found = virtual_time::examine();
  program.console.print(json ? virtual_time::examination_json(found) : virtual_time::examination_text(found));
  return found.works() ? ExitCode::fine : ExitCode::inconclusive;
}

}  // namespace whitewater::tools
