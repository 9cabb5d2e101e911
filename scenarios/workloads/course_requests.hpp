// The requests of the course's judge, as every workload reports its own.
#pragma once

#include <span>
#include <vector>

#include "core/course/course.hpp"
#include "scenarios/report/reported_request.hpp"

namespace whitewater::scenarios {

// Without the values that gets brought: these are the course's.
std::vector<ReportedRequest> reported_requests(std::span<const course::RequestRecord> records);
// more: those of a client that the judge does not know, as one request.
std::vector<ReportedRequest> reported_requests(const course::Course& course,
                                               std::span<const ReportedRequest> more = {});

}  // namespace whitewater::scenarios
