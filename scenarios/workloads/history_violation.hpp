// A history that is not linearizable, as a violation that a person can check by hand: the operations that contradict
// each other, and the faults of that time.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "core/check/linearizability/contradiction.hpp"
#include "scenarios/experiment/fault_log.hpp"
#include "scenarios/report/report.hpp"

namespace whitewater::scenarios {

// The processes of the history are the clients behind so many replicas; they are given their names. request_of: the
// name of the request that is this operation of the history.
Violation history_violation(checks::History& history, const checks::Contradiction& found,
                            std::span<const FaultStrike> faults, unsigned replicas, unsigned clients,
                            const std::function<std::uint64_t(std::uint32_t operation)>& request_of);

}  // namespace whitewater::scenarios
