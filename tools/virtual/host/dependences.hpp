// On what the run of a program depends beside its scenario: files, the processor, and the cost model.
#pragma once

#include <string>
#include <vector>

#include "scenarios/search/failure.hpp"

namespace whitewater::tools::virtual_time {

// The program's file, the interpreter that its first line asks for, the files that its arguments name, the libraries
// that the loader finds for it, the files that it opens in its first seconds: each with size and hash. Of another
// system: nothing.
std::vector<scenarios::Dependence> program_dependences(const scenarios::Scenario& scenario);

}  // namespace whitewater::tools::virtual_time
