// One function for each shell, and below it one for each kind of word.
#include "tools/terminal/shell_completion.hpp"

#include "core/text/concat.hpp"

namespace whitewater::tools {

namespace {

using Tables = std::span<const VerbTable* const>;

std::string verb_names(Tables verbs) {
  std::string text;
  for (const VerbTable* const verb : verbs) text.append(text.empty() ? "" : " ").append(verb->name);
  return text;
}

std::string flags(const VerbTable& verb) {
  std::string text;
  for (const OptionRow& row : options_of(verb)) text.append(text.empty() ? "" : " ") += joined(names_of(row), " ");
  return text;
}

// Puts a backslash before each special character.
std::string escaped(std::string_view text, std::string_view special) {
  std::string out;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

// The text in single quotes. A quote inside becomes '\'': end of quotes, escaped quote, new quotes.
std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// The shell function that completes: "_whitewater".
std::string function_of(std::string_view program) {
  std::string name = "_";
  for (const char c : program)
    name += (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ? c : '_';
  return name;
}

// --- bash ----------------------------------------------------------------------------------------

std::string bash_offer(WordKind kind, std::string_view choices) {
  switch (kind) {
    case WordKind::file:
      return "COMPREPLY=($(compgen -f -- \"$cur\"))";
    case WordKind::folder:
      return "COMPREPLY=($(compgen -d -- \"$cur\"))";
    case WordKind::program:
      return "COMPREPLY=($(compgen -c -f -- \"$cur\"))";
    case WordKind::scenario:
      return "COMPREPLY=($(compgen -f -W \"$(\"${COMP_WORDS[0]}\" scenario list 2>/dev/null | cut -d' ' -f1)\" -- "
             "\"$cur\"))";
    case WordKind::choice:
      return concat({"COMPREPLY=($(compgen -W '", choices, "' -- \"$cur\"))"});
    case WordKind::text:
    case WordKind::none:
      break;
  }
  return ":";
}

// The completion of an option's value.
std::string bash_values(const VerbTable& verb) {
  std::string text = "      case \"$previous\" in\n";
  for (const OptionRow& row : options_of(verb))
    if (!row.value.empty())
      text +=
          concat({"        ", joined(names_of(row), "|"), ") ", bash_offer(row.kind, row.choices), "; return ;;\n"});
  return text + "      esac\n";
}

std::string bash_verb(const VerbTable& verb) {
  std::string text = concat({"    ", verb.name, ")\n"}) + bash_values(verb);
  text += concat(
      {"      if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W '", flags(verb), "' -- \"$cur\")); return; fi\n"});
  if (!verb.actions.empty())
    text += concat({"      if ((COMP_CWORD == at + 1)); then COMPREPLY=($(compgen -W '", verb.actions,
                    "' -- \"$cur\")); return; fi\n"});
  return text + concat({"      ", bash_offer(verb.words, ""), " ;;\n"});
}

// --- zsh -----------------------------------------------------------------------------------------

std::string zsh_action(std::string_view program, WordKind kind, std::string_view choices) {
  switch (kind) {
    case WordKind::file:
      return "_files";
    case WordKind::folder:
      return "_files -/";
    case WordKind::program:
      return "_command_names -e";
    case WordKind::scenario:
      return function_of(program) + "_scenarios";
    case WordKind::choice:
      return concat({"(", choices, ")"});
    case WordKind::text:
    case WordKind::none:
      break;
  }
  return " ";
}

std::string zsh_option(std::string_view program, const OptionRow& row) {
  const std::vector<std::string_view> names = names_of(row);
  const std::string meaning = escaped(row.meaning, "[]:\\");
  const std::string value =
      row.value.empty() ? "" : concat({":", escaped(row.value, ":"), ":", zsh_action(program, row.kind, row.choices)});
  std::string text;
  for (const std::string_view name : names) {
    const bool long_name = name.substr(0, 2) == "--";
    text += concat({" \\\n        ", quoted(concat({"*", name,
                                                    row.value.empty() ? ""
                                                    : long_name       ? "="
                                                                      : "+",
                                                    "[", meaning, "]", value}))});
  }
  return text;
}

std::string zsh_verb(std::string_view program, const VerbTable& verb) {
  std::string text = concat({"    ", verb.name, ")\n      _arguments -s"});
  for (const OptionRow& row : options_of(verb)) text += zsh_option(program, row);
  if (!verb.actions.empty()) text += concat({" \\\n        ", quoted(concat({"1:what:(", verb.actions, ")"}))});
  if (verb.words != WordKind::none)
    text += concat({" \\\n        ", quoted(concat({"*:argument:", zsh_action(program, verb.words, "")}))});
  return text + "\n      ;;\n";
}

// --- fish ----------------------------------------------------------------------------------------

std::string fish_offer(WordKind kind, std::string_view choices) {
  switch (kind) {
    case WordKind::file:
      return " -r -F";
    case WordKind::folder:
      return " -x -a '(__fish_complete_directories)'";
    case WordKind::program:
      return " -x -a '(__fish_complete_command)'";
    case WordKind::choice:
    case WordKind::scenario:
      return concat({" -x -a ", quoted(choices)});
    case WordKind::text:
      return " -x";
    case WordKind::none:
      break;
  }
  return "";
}

std::string fish_option(std::string_view program, std::string_view verb, const OptionRow& row) {
  std::string text = concat({"complete -c ", program, " -n '__fish_seen_subcommand_from ", verb, "'"});
  for (const std::string_view name : names_of(row))
    text += name.substr(0, 2) == "--" ? concat({" -l ", name.substr(2)}) : concat({" -s ", name.substr(1)});
  return text + fish_offer(row.kind, row.choices) + " -d " + quoted(row.meaning) + "\n";
}

std::string fish_verb(std::string_view program, const VerbTable& verb) {
  const std::string here = concat({"complete -c ", program, " -n '__fish_seen_subcommand_from ", verb.name, "'"});
  std::string text = concat(
      {"complete -c ", program, " -f -n __fish_use_subcommand -a ", verb.name, " -d ", quoted(verb.summary), "\n"});
  for (const OptionRow& row : options_of(verb)) text += fish_option(program, verb.name, row);
  if (!verb.actions.empty()) text += concat({here, " -f -a ", quoted(verb.actions), "\n"});
  if (verb.words == WordKind::scenario)
    text += concat({here, " -F -a '(", program, " scenario list 2>/dev/null | string split -f1 \" \")'\n"});
  return text;
}

}  // namespace

std::string bash_completion(std::string_view program, Tables verbs) {
  std::string text =
      concat({"# bash completion of ", program, ": source it, or put it where bash-completion looks.\n"});
  text += function_of(program) + concat({R"(() {
  local cur=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} verb= at
  COMPREPLY=()
  # --flag=value arrives as three words.
  if [[ $cur == = ]]; then cur=; elif [[ $previous == = ]]; then previous=${COMP_WORDS[COMP_CWORD-2]}; fi
  for ((at = 1; at < COMP_CWORD; at++)); do
    case ${COMP_WORDS[at]} in
      --color) ((++at)) ;;
      -*|=) ;;
      *) verb=${COMP_WORDS[at]}; break ;;
    esac
  done
  case "$verb" in
    '')
      if [[ $previous == --color ]]; then COMPREPLY=($(compgen -W 'auto always never' -- "$cur")); return; fi
      COMPREPLY=($(compgen -W ')",
                                         verb_names(verbs), R"( help --help --version --color' -- "$cur")) ;;
    help) COMPREPLY=($(compgen -W ')",
                                         verb_names(verbs), R"(' -- "$cur")) ;;
)"});
  for (const VerbTable* const verb : verbs) text += bash_verb(*verb);
  return text + concat({"  esac\n}\ncomplete -o filenames -F ", function_of(program), " ", program, "\n"});
}

std::string zsh_completion(std::string_view program, Tables verbs) {
  std::string text = concat({"#compdef ", program, "\n", function_of(program), R"zsh(_scenarios() {
  local -a names
  names=(${(f)"$()zsh",
                             program, R"zsh( scenario list 2>/dev/null | cut -d' ' -f1)"})
  _alternative "scenarios:scenario:(${names[*]})" 'files:file:_files'
}
)zsh",
                             function_of(program), R"zsh(() {
  local curcontext=$curcontext state line
  local -a verbs
  verbs=(
)zsh"});
  for (const VerbTable* const verb : verbs)
    text += concat({"    ", quoted(concat({verb->name, ":", escaped(verb->summary, ":")})), "\n"});
  text += R"zsh(  )
  _arguments -C '--version[the version of this program]' '--color=[when to use colours]:when:(auto always never)' \
    '(-h --help)'{-h,--help}'[help]' '1:verb:->verb' '*::argument:->rest'
  case $state in
    verb) _describe verb verbs; return ;;
  esac
  case $line[1] in
)zsh";
  for (const VerbTable* const verb : verbs) text += zsh_verb(program, *verb);
  return text + concat({"  esac\n}\ncompdef ", function_of(program), " ", program, "\n"});
}

std::string fish_completion(std::string_view program, Tables verbs) {
  std::string text = concat({"# fish completion of ", program, "\n"});
  for (const VerbTable* const verb : verbs) text += fish_verb(program, *verb);
  return text;
}

}  // namespace whitewater::tools
