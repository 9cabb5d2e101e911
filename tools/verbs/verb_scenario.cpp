// The verb scenario: validates scenario files, lists the catalogue, prints the JSON schema of the program's toolbox.
#include <algorithm>
#include <array>

#include "core/text/concat.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/format/scenario_reference.hpp"
#include "tools/runs/catalogue.hpp"
#include "tools/runs/scenario_input.hpp"
#include "tools/terminal/argument_parser.hpp"
#include "tools/terminal/suggestions.hpp"
#include "tools/verbs/verb.hpp"

namespace whitewater::tools {

const VerbTable scenario_table{
    "scenario",
    "validate scenario files, list the catalogue, print the JSON schema",
    R"(Validate scenario files, list those that come with the program, or print the schema of all scenario files.

Usage: {program} scenario validate FILE...
       {program} scenario list
       {program} scenario schema

  validate    read each file ('-' for standard input) and say what is wrong with it, or what it describes
  list        the catalogue, a line each; '{program} run' takes these names
  schema      the JSON schema of the scenario files that this program reads; editors complete and check with it
)",
    {},
    R"(Exit codes: 0 all are fine, 2 a file is not.

Examples:
  {program} scenario list
  {program} scenario validate mine.json more/*.json
  {program} scenario schema > scenario.schema.json
)",
    WordKind::file,
    "validate list schema",
    true,
};

namespace {

// "5 replicas, 5 % drops, 400 requests (20 % gets), kill_leader@10"
std::string description(const scenarios::Scenario& scenario) {
  std::string text = std::to_string(scenario.replicas) + " replicas";
  if (const Probability loss = scenario.network.loss; !loss.never())
    text += concat({", ", millionths_text(std::int64_t{loss.ppm} * 100), " % drops"});
  if (scenario.workload->summary != nullptr) text += concat({", ", scenario.workload->summary(scenario)});
  return text;
}

struct Words {
  Arguments words;
  GivenShorthands shorthands;
};

// What stands after the action. Nothing if it does not fit the action; then the mistake was reported.
std::optional<Words> parse(const Program& program, const Arguments& words, std::span<const OptionRow> shorthands) {
  Words found;
  ArgumentParser parser(scenario_table, shorthands);
  found.shorthands.bind(parser, shorthands);
  parser.positionals(found.words);
  const std::optional<Error> wrong = parser.parse(words);
  if (!wrong) return found;
  usage_error(program, "scenario", wrong->text());
  return std::nullopt;
}

ExitCode validate(const Program& program, const Words& given) {
  const Arguments& files = given.words;
  if (files.empty()) return usage_error(program, "scenario", "validate: the name of a file is expected");
  const std::optional<std::vector<std::string>> changes = read_changes(program, given.shorthands);
  if (!changes) return ExitCode::bad_input;
  ExitCode code = ExitCode::fine;
  for (const std::string& file : files) {
    if (const std::optional<ScenarioInput> input = read_scenario_input(program, file, *changes))
      program.console.print(concat({file, ": ok: ", description(input->scenario), "\n"}));
    else
      code = ExitCode::bad_input;
  }
  return code;
}

// list and schema take nothing.
std::optional<ExitCode> refuse_words(const Program& program, const Words& given) {
  if (!given.words.empty())
    return usage_error(program, "scenario", concat({"unexpected argument '", given.words.front(), "'"}));
  return std::nullopt;
}

ExitCode list(const Program& program, const Words& given) {
  if (const std::optional<ExitCode> refused = refuse_words(program, given)) return *refused;
  const std::vector<CatalogueEntry> entries = catalogue(program.catalogue_folder);
  std::size_t width = 0;
  for (const CatalogueEntry& entry : entries) width = std::max(width, entry.name.size());
  ExitCode code = ExitCode::fine;
  for (const CatalogueEntry& entry : entries) {
    if (const std::optional<ScenarioInput> input = read_scenario_input(program, entry.path, {}))
      program.console.print(concat({pad_right(entry.name, width + 2), description(input->scenario), "\n"}));
    else
      code = ExitCode::bad_input;
  }
  if (!entries.empty()) return code;
  program.console.error(program.catalogue_folder.empty()
                            ? "no scenarios come with this program"
                            : "the catalogue of scenarios was not found, neither installed nor in the sources");
  return ExitCode::bad_input;
}

ExitCode schema(const Program& program, const Words& given) {
  if (const std::optional<ExitCode> refused = refuse_words(program, given)) return *refused;
  program.console.print(scenarios::scenario_schema(program.toolbox));
  return ExitCode::fine;
}

struct Action {
  std::string_view name;
  bool shorthands;
  ExitCode (*run)(const Program& program, const Words& given);
};
constexpr std::array actions{Action{"validate", true, validate}, Action{"list", false, list},
                             Action{"schema", false, schema}};

}  // namespace

ExitCode scenario_verb(const Program& program, const Arguments& words) {
  const std::string expected = "one of 'validate', 'list' and 'schema' is expected";
  if (words.empty()) return usage_error(program, "scenario", expected);
  std::vector<std::string> names;
  for (const Action& action : actions) {
    if (action.name == words.front()) {
      const std::optional<Words> rest =
          parse(program, Arguments(words.begin() + 1, words.end()),
                action.shorthands ? program.shorthands.options : std::span<const OptionRow>());
      return rest ? action.run(program, *rest) : ExitCode::bad_input;
    }
    names.emplace_back(action.name);
  }
  const std::string meant = did_you_mean(words.front(), names);
  return usage_error(program, "scenario",
                     concat({"unknown action '", words.front(), "'", meant.empty() ? "; " + expected : meant}));
}

}  // namespace whitewater::tools
