// Help, the choice of the verb, and what leaves it.
#include "tools/verbs/cli.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <exception>
#include <new>
#include <optional>

#include "core/base/check.hpp"
#include "core/base/error.hpp"
#include "core/text/concat.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/experiment/blame.hpp"
#include "tools/runs/fuzz/fuzz_arguments.hpp"
#include "tools/runs/run_arguments.hpp"
#include "tools/terminal/suggestions.hpp"

namespace whitewater::tools {

namespace {

constexpr std::array first_verbs{Verb{&run_table, run_verb},         Verb{&fuzz_table, fuzz_verb},
                                 Verb{&replay_table, replay_verb},   Verb{&shrink_table, shrink_verb},
                                 Verb{&explain_table, explain_verb}, Verb{&scenario_table, scenario_verb},
                                 Verb{&check_table, check_verb}};
constexpr Verb last_verb{&completion_table, completion_verb};

std::string help(const Program& program, const cli::Extras& extras) {
  std::string text = concat({extras.about.empty() ? "Deterministic simulation of replicated systems." : extras.about,
                             "\n\nUsage: {program} VERB [arguments]\n\nVerbs:\n"});
  std::size_t width = 12;
  for (const Verb* const verb : program.verbs) width = std::max(width, verb->table->name.size() + 2);
  for (const Verb* const verb : program.verbs)
    text += concat({"  ", pad_right(verb->table->name, width), verb->table->summary, "\n"});
  text +=
      "\n"
      "  --color WHEN    always, never, or auto: on a terminal (NO_COLOR and CLICOLOR_FORCE are heeded)\n"
      "  --version       the version of this program\n"
      "  -h, --help      this text; '{program} VERB --help' explains a verb\n"
      "\n"
      "Exit codes: 0 fine, 1 a run or history failed, 2 bad input or usage, 3 inconclusive, 4 nondeterminism,\n"
      "70 internal error, 130 interrupted.\n"
      "\n"
      "Examples:\n";
  if (!program.catalogue_folder.empty()) text += "  {program} scenario list\n";
  text +=
      "  {program} run {example}\n"
      "  {program} run {example} --seeds 1-1000\n";
  return filled_in(concat({text, extras.examples}), program.help_names());
}

const Verb* find_verb(const Program& program, std::string_view name) {
  for (const Verb* const verb : program.verbs)
    if (verb->table->name == name) return verb;
  return nullptr;
}

// Takes --color out of the words, wherever it stands before "--": it means the same to every verb.
std::optional<Error> take_color(Console& console, Arguments& words) {
  for (std::size_t i = 0; i < words.size() && words[i] != "--";) {
    const bool joined = words[i].rfind("--color=", 0) == 0;
    if (!joined && words[i] != "--color") {
      ++i;
      continue;
    }
    if (!joined && i + 1 == words.size()) return Error{"", "--color: expected auto, always or never"};
    const std::string choice = joined ? words[i].substr(8) : words[i + 1];
    const auto first = words.begin() + static_cast<std::ptrdiff_t>(i);
    words.erase(first, first + (joined ? 1 : 2));
    if (choice != "auto" && choice != "always" && choice != "never")
      return Error{"", "--color: expected auto, always or never, found '" + choice + "'"};
    console.choose_color(choice == "auto"     ? ColorChoice::automatic
                         : choice == "always" ? ColorChoice::always
                                              : ColorChoice::never);
  }
  return std::nullopt;
}

ExitCode unknown(const Program& program, const std::string& word) {
  std::vector<std::string> names{"help", "--help", "--version", "--color"};
  for (const Verb* const verb : program.verbs) names.emplace_back(verb->table->name);
  const char* const what = word.rfind('-', 0) == 0 ? "unknown flag '" : "unknown verb '";
  return usage_error(program, "", what + word + "'" + did_you_mean(word, names));
}

std::string version(const Program& program, const cli::Extras& extras) {
  if (!extras.version.empty()) return concat({program.name, " ", extras.version, "\n"});
  return program.name + ", made with whitewater " WHITEWATER_VERSION "\n";
}

ExitCode run_program(const Program& program, const cli::Extras& extras, Arguments words) {
  if (const std::optional<Error> wrong = take_color(program.console, words))
    return usage_error(program, "", wrong->text());
  if (words.empty()) {
    program.console.log(help(program, extras));
    return usage_error(program, "", "a verb is expected");
  }
  std::string first = words.front();
  words.erase(words.begin());
  if (first == "--version") {
    program.console.print(version(program, extras));
    return ExitCode::fine;
  }
  const bool wants_help = first == "help" || first == "--help" || first == "-h";
  if (wants_help && words.empty()) {
    program.console.print(help(program, extras));
    return ExitCode::fine;
  }
  if (wants_help) first = words.front();
  const Verb* const verb = find_verb(program, first);
  if (verb == nullptr) return unknown(program, first);
  if (!wants_help && !asks_for_help(words)) return verb->run(program, words);
  program.console.print(help_text(*verb->table, program.help_names()));
  return ExitCode::fine;
}

ExitCode guarded(const Program& program, const cli::Extras& extras, const Arguments& words) {
  Console& console = program.console;
  try {
    return run_program(program, extras, words);
  } catch (const std::bad_alloc&) {
    console.error("out of memory");
  } catch (const scenarios::InternalFailure& failure) {
    console.error((failure.ours() ? "internal error: " : "") + std::string(failure.what()));
  } catch (const CheckFailure& failure) {
    console.error("internal error: this should be true: " + failure_sentence(failure));
  } catch (const std::exception& error) {
    console.error("internal error: " + std::string(error.what()));
  }
  return ExitCode::internal_error;
}

// The verbs of a program, those that take its shorthands with tables that have them.
class Verbs {
 public:
  explicit Verbs(std::span<const OptionRow> shorthands) : shorthands_(shorthands) {}

  void add(const Verb& verb, std::vector<const Verb*>& verbs) {
    if (!verb.table->shorthands || shorthands_.empty()) return verbs.push_back(&verb);
    std::vector<OptionRow>& rows = rows_.emplace_back(verb.table->options.begin(), verb.table->options.end());
    rows.insert(rows.end(), shorthands_.begin(), shorthands_.end());
    VerbTable& table = tables_.emplace_back(*verb.table);
    table.options = rows;
    verbs.push_back(&verbs_.emplace_back(Verb{&table, verb.run}));
  }

 private:
  std::span<const OptionRow> shorthands_;
  std::deque<std::vector<OptionRow>> rows_;
  std::deque<VerbTable> tables_;
  std::deque<Verb> verbs_;
};

}  // namespace

}  // namespace whitewater::tools

namespace whitewater::cli {

int run(int argc, char** argv, const scenarios::Toolbox& toolbox, const Extras& extras) {
  using namespace tools;
  const std::string path = argc > 0 ? argv[0] : "whitewater";
  const std::string name = path.substr(path.rfind('/') + 1);
  Console console(name);
  Program program{console, toolbox, name, extras.catalogue_folder};
  if (!extras.example.empty()) program.example = extras.example;
  program.version = extras.version;
  program.shorthands = extras.shorthands;
  program.depends = extras.depends;
  program.suite = extras.suite;
  Verbs verbs(extras.shorthands.options);
  for (const Verb& verb : first_verbs) verbs.add(verb, program.verbs);
  for (const Verb& verb : extras.verbs) verbs.add(verb, program.verbs);
  verbs.add(last_verb, program.verbs);
  ExitCode code = guarded(program, extras, Arguments(argv + std::min(argc, 1), argv + argc));
  if (!console.flush()) {
    console.error("standard output could not be written");
    code = ExitCode::internal_error;
  }
  return static_cast<int>(code);
}

}  // namespace whitewater::cli
