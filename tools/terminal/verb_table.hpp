// VerbTable: what a verb takes, as data. Its parser, its help, docs/cli.md and the completion of shells follow from it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace whitewater::tools {

// What a word can be: what a shell offers for it.
enum class WordKind : std::uint8_t { none, text, file, folder, program, scenario, choice };

struct OptionRow {
  std::string_view names;  // "-j, --jobs"
  std::string_view value;  // as the help names it: "N"; empty: a flag
  std::string_view meaning;
  WordKind kind = WordKind::none;  // of the value
  std::string_view choices{};      // of a choice, separated by spaces
};

struct VerbTable {
  std::string_view name;     // "run"
  std::string_view summary;  // half a line, for the list of verbs
  // --- of the help; {program} and {example} stand for the names of the program and of a scenario for it ---
  std::string_view opening;  // what it does, how it is used
  std::span<const OptionRow> options;
  std::string_view ending;  // exit codes, examples
  WordKind words = WordKind::none;
  std::string_view actions{};  // what the first word can be, separated by spaces; empty: it is like the others
  bool shorthands = false;     // it takes the program's shorthands, too (tools/runs/shorthands.hpp)
};

// "-j, --jobs" as its names.
std::vector<std::string_view> names_of(const OptionRow& row);
// "auto always never" as its words.
std::vector<std::string_view> words_of(std::string_view text);
std::string joined(const std::vector<std::string_view>& words, std::string_view between);
// The options of a verb, and those that every verb has: --color and --help.
std::vector<OptionRow> options_of(const VerbTable& table);

// What stands in the texts of a help.
struct HelpNames {
  std::string program;
  std::string example;  // a scenario
};
std::string filled_in(std::string_view text, const HelpNames& names);

// The whole help.
std::string help_text(const VerbTable& table, const HelpNames& names);

}  // namespace whitewater::tools
