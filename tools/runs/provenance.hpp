// Which program made a recorded failure, how it was built, and on what else the run depends.
#pragma once

#include <string>
#include <vector>

#include "tools/runs/program.hpp"

namespace whitewater::tools {

// "whitewater 0.1.0"
std::string program_text(const Program& program);
// "gcc 12.2.0, x86_64 linux"
std::string build_text();

// On what a run of the scenario depends beside it.
std::vector<scenarios::Dependence> depends_of(const Program& program, const scenarios::Scenario& scenario);
// What is not as it was when the failure was recorded.
struct Change {
  std::string on;
  std::string was;  // empty: it was not there
  std::string is;   // likewise
};
std::vector<Change> changes_since(const Program& program, const scenarios::Failure& failure);
// A line of each.
std::string changes_text(const std::vector<Change>& changes);

}  // namespace whitewater::tools
