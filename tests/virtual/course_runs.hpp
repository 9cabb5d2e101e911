// The course's scenarios with a program as the replicas.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/format/scenario.hpp"
#include "tests/virtual/fixture_programs.hpp"

namespace whitewater::tools::virtual_time {

// The names of all seventeen, in the order of their files.
std::vector<std::string> course_names();
// more: further fields, as JSON with a comma behind each. Throws if the file cannot be read.
scenarios::Scenario course_scenario(const std::string& name, const FixtureProgram& program, std::string_view more = "");

}  // namespace whitewater::tools::virtual_time
