// whitewater completion: prints a script by which a shell completes the command line of this program.
#include "tools/terminal/argument_parser.hpp"
#include "tools/terminal/shell_completion.hpp"
#include "tools/verbs/verb.hpp"

namespace whitewater::tools {

const VerbTable completion_table{
    "completion",
    "print the script that completes this command line in bash, zsh or fish",
    R"(Print the script that completes verbs, flags, choices, files and scenario names in a shell.

Usage: {program} completion bash|zsh|fish
)",
    {},
    R"(Examples:
  source <({program} completion bash)
  {program} completion zsh > ~/.zfunc/_{program}
  {program} completion fish > ~/.config/fish/completions/{program}.fish
)",
    WordKind::none,
    "bash zsh fish",
};

ExitCode completion_verb(const Program& program, const Arguments& arguments) {
  std::vector<std::string> words;
  ArgumentParser parser(completion_table);
  parser.positionals(words);
  if (const std::optional<Error> wrong = parser.parse(arguments))
    return usage_error(program, "completion", wrong->text());
  std::vector<const VerbTable*> tables;
  for (const Verb* const verb : program.verbs) tables.push_back(verb->table);
  Console& console = program.console;
  const std::string shell = words.size() == 1 ? words.front() : "";
  if (shell == "bash") {
    console.print(bash_completion(program.name, tables));
  } else if (shell == "zsh") {
    console.print(zsh_completion(program.name, tables));
  } else if (shell == "fish") {
    console.print(fish_completion(program.name, tables));
  } else {
    return usage_error(program, "completion", "the name of a shell is expected: bash, zsh or fish");
  }
  return ExitCode::fine;
}

}  // namespace whitewater::tools
