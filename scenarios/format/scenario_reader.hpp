// Reads a scenario file: the course's format with Whitewater's extensions, docs/scenario-format.md. Any bytes
// give a Scenario or one Error of one line, never a crash. Reads no files: the caller hands the text over.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "scenarios/format/override.hpp"
#include "scenarios/format/scenario.hpp"

namespace whitewater::scenarios {

// A field that the file or an override gives; other fields have their defaults.
struct GivenField {
  std::string path;       // of its row: "faults[].type"
  std::string place;      // of its value: "$.faults[0].type"
  std::size_t index = 0;  // of the element, if it stands in a list
};

struct ReadScenario {
  Scenario scenario;
  std::vector<GivenField> given;      // in the order of the rows
  std::vector<std::string> warnings;  // one line each
};

// file_name stands in messages, "crash-3.json:9: $.events[0].time: …", and names the scenario: "crash-3".
// toolbox: the systems and workloads to choose from, at least one of each.
Result<ReadScenario> read_scenario(std::string_view text, std::string_view file_name, const Toolbox& toolbox,
                                   std::span<const Override> overrides = {});

}  // namespace whitewater::scenarios
