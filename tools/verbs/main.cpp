// whitewater: the command line. A verb is a row of the table in verb.cpp and a file of its own, verb_<name>.cpp.
#include <exception>
#include <new>
#include <optional>

#include "core/base/check.hpp"
#include "core/base/error.hpp"
#include "tools/terminal/suggestions.hpp"
#include "tools/verbs/verb.hpp"

namespace whitewater::tools {

namespace {

std::string help() {
  std::string text =
      "Deterministic simulation of replicated systems.\n\n"
      "Usage: whitewater VERB [arguments]\n\nVerbs:\n";
  for (const Verb& verb : verbs())
    text += "  " + pad_right(verb.table->name, 12) + std::string(verb.table->summary) + "\n";
  return text +
         "\n"
         "  --color WHEN    always, never, or auto: on a terminal (NO_COLOR and CLICOLOR_FORCE are heeded)\n"
         "  --version       the version of this program\n"
         "  -h, --help      this text; 'whitewater VERB --help' explains a verb\n"
         "\n"
         "Exit codes: 0 fine, 1 a run or history failed, 2 bad input or usage, 3 inconclusive, 4 nondeterminism,\n"
         "70 internal error, 130 interrupted.\n"
         "\n"
         "Examples:\n"
         "  whitewater scenario list\n"
         "  whitewater run crash-3\n"
         "  whitewater run crash-3 --seeds 1-1000\n"
         "  whitewater real crash-3 --replica ./3700kvstore\n"
         "  whitewater check history.jsonl\n";
}

const Verb* find_verb(std::string_view name) {
  for (const Verb& verb : verbs())
    if (verb.table->name == name) return &verb;
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

ExitCode unknown(Console& console, const std::string& word) {
  std::vector<std::string> names{"help", "--help", "--version", "--color"};
  for (const Verb& verb : verbs()) names.emplace_back(verb.table->name);
  const char* const what = word.rfind('-', 0) == 0 ? "unknown flag '" : "unknown verb '";
  return usage_error(console, "", what + word + "'" + did_you_mean(word, names));
}

ExitCode run_program(Console& console, Arguments words) {
  if (const std::optional<Error> wrong = take_color(console, words)) return usage_error(console, "", wrong->text());
  if (words.empty()) {
    console.log(help());
    return usage_error(console, "", "a verb is expected");
  }
  std::string first = words.front();
  words.erase(words.begin());
  if (first == "--version") {
    console.print("whitewater " WHITEWATER_VERSION "\n");
    return ExitCode::fine;
  }
  const bool wants_help = first == "help" || first == "--help" || first == "-h";
  if (wants_help && words.empty()) {
    console.print(help());
    return ExitCode::fine;
  }
  if (wants_help) first = words.front();
  const Verb* const verb = find_verb(first);
  if (verb == nullptr) return unknown(console, first);
  if (!wants_help && !asks_for_help(words)) return verb->run(console, words);
  console.print(help_text(*verb->table));
  return ExitCode::fine;
}

ExitCode guarded(Console& console, const Arguments& words) {
  try {
    return run_program(console, words);
  } catch (const std::bad_alloc&) {
    console.error("out of memory");
  } catch (const CheckFailure& failure) {
    console.error("internal error: this should be true: " + failure_sentence(failure));
  } catch (const std::exception& error) {
    console.error("internal error: " + std::string(error.what()));
  }
  return ExitCode::internal_error;
}

}  // namespace

}  // namespace whitewater::tools

int main(int count, char** words) {
  using namespace whitewater::tools;
  Console console;
  ExitCode code = guarded(console, Arguments(words + 1, words + count));
  if (!console.flush()) {
    console.error("standard output could not be written");
    code = ExitCode::internal_error;
  }
  return static_cast<int>(code);
}
