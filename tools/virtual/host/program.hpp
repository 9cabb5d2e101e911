// Program: whose program the replicas are, as a scenario says it.
#pragma once

#include <string>
#include <vector>

#include "scenarios/format/scenario.hpp"

namespace whitewater::tools::virtual_time {

struct Program {
  std::string path;  // as a user wrote it; without a slash it is looked up in the fixed PATH
  std::vector<std::string> arguments;
  std::string folder;  // in which they run; empty: where whitewater was started
  friend bool operator==(const Program&, const Program&) = default;
};

inline const Program& program(const scenarios::Scenario& scenario) {
  return scenario.system_options.get<Program>();
}

// All that the environment of a replica holds.
std::vector<std::string> replica_environment();
// In which the replicas run.
std::string working_folder(const Program& program);
// Where the program is. An error: nowhere, or it cannot be executed; where: the field that is wrong.
Result<std::string> program_file(const Program& program);

}  // namespace whitewater::tools::virtual_time
