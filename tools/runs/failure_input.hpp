// Turns a word of the command line into a recorded failure.
#pragma once

#include <optional>
#include <string>

#include "scenarios/search/failure.hpp"
#include "tools/runs/program.hpp"

namespace whitewater::tools {

// Of the program's toolbox. Prints the error if there is one; of a scenario that is no failure it says how to run it.
std::optional<scenarios::Failure> read_failure_input(const Program& program, const std::string& word);

}  // namespace whitewater::tools
