// A history that is not linearizable, as a violation that a person can check by hand: the operations that contradict
// each other, and the faults of that time.
#pragma once

#include <span>

#include "core/check/linearizability/contradiction.hpp"
#include "scenarios/experiment/fault_log.hpp"
#include "scenarios/report/report.hpp"

namespace whitewater::scenarios {

// The processes of the history are the clients behind so many replicas; they are given their names.
Violation history_violation(checks::History& history, const checks::Contradiction& found,
                            std::span<const FaultStrike> faults, unsigned replicas, unsigned clients);

}  // namespace whitewater::scenarios
