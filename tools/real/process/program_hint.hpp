// What keeps a program from being started, as far as its first line shows: a script without '#!', with the line ends of
// another system, or with an interpreter that is not there.
#pragma once

#include <optional>
#include <string>

#include "core/base/error.hpp"

namespace whitewater::tools::real {

// What certainly keeps the system from starting it; nothing: it may start.
std::optional<std::string> hindrance(const std::string& program);

// For a program that the system did not want to execute: what may help. Empty: nothing comes to mind.
std::string start_hint(const std::string& program);

// A file of this name that can be executed, on PATH; empty: there is none.
std::string on_path(const std::string& name);

// What a word of the command line means: a program's file as an absolute path, so that another working directory does
// not matter. A name without a slash is a file here, else one on PATH.
Result<std::string> find_program(const std::string& word);

}  // namespace whitewater::tools::real
