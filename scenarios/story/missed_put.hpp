// Which gets of a run were wrong, and which put a wrong get missed: the newest put of its key that was known to have
// taken effect before the get, although the get read an older value, or a value that nobody wrote.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "scenarios/report/report.hpp"
#include "scenarios/report/reported_request.hpp"

namespace whitewater::scenarios {

// The names of the gets that the workload judged incorrect, or that take part in the contradiction that the violation
// tells. In the order of sending.
std::vector<std::uint64_t> wrong_gets(std::span<const ReportedRequest> requests,
                                      const std::optional<Violation>& violation);

// The attempt of the missed put that was acknowledged, otherwise its first one. get: a wrong get. Null: it missed none.
const ReportedRequest* missed_put(std::span<const ReportedRequest> requests, const ReportedRequest& get);

}  // namespace whitewater::scenarios
