// The requests of the workload course as a list, from which any one can be taken away: a request keeps its number, by
// which everything is drawn, so the others stay as they were.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/error.hpp"
#include "core/course/course.hpp"
#include "scenarios/format/request_list.hpp"

namespace whitewater::scenarios {

// The request as the plan has it, with all that a list can say.
course::ListedRequest listed(const course::Course& course, std::uint32_t number);

// The list is in the order of time and within the load, no number comes twice, and the keys are there.
std::optional<Error> invalid_listed_requests(const course::Exercise& exercise);

extern const RequestList course_requests;

}  // namespace whitewater::scenarios
