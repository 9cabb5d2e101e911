// The toolbox of the program whitewater: its systems and its workloads. The default is Raft under the course's rules.
#pragma once

#include <span>
#include <string_view>

#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/format/toolbox.hpp"

namespace whitewater::scenarios {

const Toolbox& standard_toolbox();

// A scenario in which every option has its default.
inline Scenario standard_scenario() {
  return make_scenario(standard_toolbox());
}

// Raft under the workload registers, with everything drawn from the seed: what mistakes are hunted in.
Scenario random_raft_scenario(std::uint64_t seed);

inline Result<ReadScenario> read_standard(std::string_view text, std::string_view file_name,
                                          std::span<const Override> overrides = {}) {
  return read_scenario(text, file_name, standard_toolbox(), overrides);
}

}  // namespace whitewater::scenarios
