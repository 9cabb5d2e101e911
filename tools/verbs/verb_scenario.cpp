// whitewater scenario: validates scenario files and lists the catalogue.
#include <array>

#include "core/text/number_text.hpp"
#include "scenarios/workloads/course_options.hpp"
#include "tools/runs/catalogue.hpp"
#include "tools/runs/scenario_input.hpp"
#include "tools/terminal/argument_parser.hpp"
#include "tools/terminal/suggestions.hpp"
#include "tools/verbs/verb.hpp"

namespace whitewater::tools {

const VerbTable scenario_table{
    "scenario",
    "validate scenario files, list the catalogue",
    R"(Validate scenario files, or list those that come with the program.

Usage: whitewater scenario validate FILE...
       whitewater scenario list

  validate    read each file ('-' for standard input) and say what is wrong with it, or what it describes
  list        the catalogue, a line each; 'whitewater run' takes these names
)",
    {},
    R"(Exit codes: 0 all are fine, 2 a file is not.

Examples:
  whitewater scenario list
  whitewater scenario validate mine.json scenarios/course/*.json
)",
    WordKind::file,
    "validate list",
};

namespace {

std::string percent(Probability p) {
  return millionths_text(std::int64_t{p.ppm} * 100) + " %";
}

// "5 replicas, 400 requests (20 % gets), 5 % drops, kill_leader@10"
std::string description(const scenarios::Scenario& scenario) {
  const course::Exercise& rules = exercise(scenario);
  std::string text = std::to_string(scenario.replicas) + " replicas, " + grouped(rules.requests) + " requests (" +
                     percent(rules.mix) + " gets)";
  if (!scenario.network.loss.never()) text.append(", ") += percent(scenario.network.loss) + " drops";
  for (const course::TimedEvent& event : rules.events) {
    text += ", ";
    text += course::event_type_names[static_cast<std::size_t>(event.type)];
    text.append("@") += exact_seconds(event.time);
  }
  return text;
}

ExitCode validate(Console& console, const Arguments& words) {
  std::vector<std::string> files;
  ArgumentParser parser(scenario_table);
  parser.positionals(files);
  if (const std::optional<Error> wrong = parser.parse(words)) return usage_error(console, "scenario", wrong->text());
  if (files.empty()) return usage_error(console, "scenario", "validate: the name of a file is expected");
  ExitCode code = ExitCode::fine;
  for (const std::string& file : files) {
    if (const std::optional<ScenarioInput> input = read_scenario_input(console, file, {}))
      console.print(file + ": ok: " + description(input->scenario) + "\n");
    else
      code = ExitCode::bad_input;
  }
  return code;
}

ExitCode list(Console& console, const Arguments& words) {
  ArgumentParser parser(scenario_table);
  if (const std::optional<Error> wrong = parser.parse(words)) return usage_error(console, "scenario", wrong->text());
  const std::vector<CatalogueEntry> entries = catalogue();
  std::size_t width = 0;
  for (const CatalogueEntry& entry : entries) width = std::max(width, entry.name.size());
  ExitCode code = ExitCode::fine;
  for (const CatalogueEntry& entry : entries) {
    if (const std::optional<ScenarioInput> input = read_scenario_input(console, entry.path, {}))
      console.print(pad_right(entry.name, width + 2) + description(input->scenario) + "\n");
    else
      code = ExitCode::bad_input;
  }
  if (entries.empty()) {
    console.error("the catalogue of scenarios was not found, neither installed nor in the sources");
    return ExitCode::bad_input;
  }
  return code;
}

}  // namespace

ExitCode scenario_verb(Console& console, const Arguments& words) {
  if (words.empty()) return usage_error(console, "scenario", "one of 'validate' and 'list' is expected");
  const Arguments rest(words.begin() + 1, words.end());
  if (words.front() == "validate") return validate(console, rest);
  if (words.front() == "list") return list(console, rest);
  const std::vector<std::string> actions{"validate", "list"};
  const std::string meant = did_you_mean(words.front(), actions);
  return usage_error(console, "scenario",
                     "unknown action '" + words.front() + "'" +
                         (meant.empty() ? "; one of 'validate' and 'list' is expected" : meant));
}

}  // namespace whitewater::tools
