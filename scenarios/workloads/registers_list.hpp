// The operations of the workload registers as a list, from which any one can be taken away: an operation keeps its
// client and its number, by which everything is drawn, so the others stay as they were.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/error.hpp"
#include "scenarios/format/request_list.hpp"
#include "scenarios/workloads/registers_load.hpp"
#include "scenarios/workloads/registers_options.hpp"

namespace whitewater::scenarios {

// A client's plan is kept by number.
inline constexpr std::uint32_t listed_number_max = 10'000'000;

// By which everything is drawn for the operation at that place.
inline std::uint32_t number_at(const std::vector<ListedOperation>& requests, std::size_t place) {
  return requests[place].number.value_or(static_cast<std::uint32_t>(place));
}

// The operation as a plan draws it, with all that a list can say.
ListedOperation listed(const RegistersLoad& load, PlannedOperation operation, Time time);

// The list is in the order of time and within the lifetime, no client's number comes twice, and the values fit.
std::optional<Error> invalid_listed_operations(const Registers& load);

extern const RequestList registers_requests;

}  // namespace whitewater::scenarios
