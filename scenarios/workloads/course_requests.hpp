// The requests of the course's judge, as every workload reports its own.
#pragma once

#include <span>
#include <vector>

#include "core/course/course.hpp"
#include "scenarios/report/reported_request.hpp"

namespace whitewater::scenarios {

// Without the values that gets brought: these are the course's.
std::vector<ReportedRequest> reported_requests(std::span<const course::RequestRecord> records);
std::vector<ReportedRequest> reported_requests(const course::Course& course);

}  // namespace whitewater::scenarios
