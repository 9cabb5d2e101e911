// Completion: scripts that teach a shell the verbs, flags, choices and files of this program, made from the same tables
// as parser and help. The names of scenarios are asked of the program itself.
#pragma once

#include <span>
#include <string>

#include "tools/terminal/verb_table.hpp"

namespace whitewater::tools {

// program: its name, "whitewater".
std::string bash_completion(std::string_view program, std::span<const VerbTable* const> verbs);
std::string zsh_completion(std::string_view program, std::span<const VerbTable* const> verbs);
std::string fish_completion(std::string_view program, std::span<const VerbTable* const> verbs);

}  // namespace whitewater::tools
