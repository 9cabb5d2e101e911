// Runs a replica program in virtual time, for tests.
#pragma once

#include <string>
#include <vector>

#include "scenarios/experiment/runner.hpp"
#include "scenarios/format/scenario.hpp"

namespace whitewater::tools::virtual_time {

// Of the course's load: so many replicas, twelve virtual seconds.
scenarios::Scenario scenario_of(const std::string& path, const std::vector<std::string>& arguments,
                                unsigned replicas = 3);

struct Ran {
  scenarios::RunReport report;
  std::uint64_t digest = 0;
  std::vector<std::string> states;  // of each replica, in words
};
Ran run(const scenarios::Scenario& scenario, std::uint64_t seed);

}  // namespace whitewater::tools::virtual_time
