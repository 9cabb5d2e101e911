// Neighbourhood: scenarios close to one that failed: its times moved a little, its draws made anew. How many of them
// fail says how much has to coincide; that many clean runs of them say how sure a fix is. A neighbour is a function of
// the scenario and of its index.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "scenarios/experiment/runner.hpp"
#include "scenarios/format/scenario.hpp"
#include "scenarios/search/failure.hpp"

namespace whitewater::scenarios {

// The times of faults and of single messages move by up to 10 us … 100 ms, a distance that is drawn for each neighbour.
// Every second neighbour has another seed, too, and delays that are constant become uniform around their value.
// A scenario without a time to move has neighbours of the second kind only.
Scenario neighbour(const Scenario& scenario, std::uint64_t index);

inline constexpr std::uint64_t neighbours_measured = 200;

// How many of the neighbours 1 … `count` violate the failure's property. Nothing: go_on said no; it is asked before
// each run and may be empty.
std::optional<Neighbourhood> measured_neighbourhood(const Failure& failure, Runner& runner,
                                                    std::uint64_t count = neighbours_measured,
                                                    const std::function<bool()>& go_on = {},
                                                    const StopFlag* stop = nullptr);

}  // namespace whitewater::scenarios
