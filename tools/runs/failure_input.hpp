// Turns a word of the command line into a recorded failure, or into what may fail.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenarios/search/failure.hpp"
#include "tools/runs/program.hpp"

namespace whitewater::tools {

// Of the program's toolbox; overrides: of its scenario. Prints the error if there is one; of a scenario that is no
// failure it says how to run it.
std::optional<scenarios::Failure> read_failure_input(const Program& program, const std::string& word,
                                                     const std::vector<std::string>& overrides = {});

// A failure, or a scenario of which somebody says that it fails.
struct FailingInput {
  scenarios::Scenario scenario;
  std::optional<scenarios::Failure> failure;
};

// Of a file, of standard input, or a scenario of the program's catalogue. Prints the error if there is one.
std::optional<FailingInput> read_failing_input(const Program& program, const std::string& word,
                                               const std::vector<std::string>& overrides = {});

}  // namespace whitewater::tools
