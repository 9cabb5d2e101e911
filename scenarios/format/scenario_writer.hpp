// Writes a scenario as a file that scenario_reader.hpp reads back as the same value. Canonical: equal
// scenarios give equal texts. The name is that of the file, and not in it.
#pragma once

#include <string>

#include "scenarios/format/scenario.hpp"

namespace whitewater::scenarios {

enum class Defaults : std::uint8_t {
  written,  // everything is said: the file means the same when defaults change (recorded failures)
  omitted,  // only what differs from the defaults: short files for people
};

// The scenario holds what a file can say: whole seconds of lifetime, and the limits of "tests" differ from
// their defaults only beside benchmarks. What it holds beyond that is written all the same, and refused when read.
std::string write_scenario(const Scenario& scenario, Defaults defaults = Defaults::written);

}  // namespace whitewater::scenarios
