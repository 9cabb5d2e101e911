// Writes a scenario as a file that scenario_reader.hpp reads back as an equal value. Canonical: equal scenarios give
// equal texts. The text does not contain the name of the scenario: that is the name of the file.
#pragma once

#include <string>

#include "scenarios/format/scenario.hpp"

namespace whitewater::scenarios {

enum class Defaults : std::uint8_t {
  written,  // all values: the file keeps its meaning when defaults change (recorded failures)
  omitted,  // only values that differ from the defaults: short files for people
};

// Precondition: a file can express the scenario: the lifetime is in whole seconds, and the limits of "tests" differ
// from their defaults only beside benchmarks. Other scenarios are written, too, but rejected when read.
std::string write_scenario(const Scenario& scenario, Defaults defaults = Defaults::written);

}  // namespace whitewater::scenarios
