// The seventeen scenarios of the catalogue, read from their files, for tests that run them all.
#pragma once

#include <string>
#include <vector>

#include "scenarios/format/scenario.hpp"

namespace whitewater::tests {

// In the order of their names. The working directory is the project's root. Throws when one cannot be read.
std::vector<scenarios::Scenario> read_catalogue();

// One file; overrides as "path=value".
scenarios::Scenario read_scenario_file(const std::string& path, const std::vector<std::string>& overrides = {});

}  // namespace whitewater::tests
