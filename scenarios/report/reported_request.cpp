// By name, or by client and time.
#include "scenarios/report/reported_request.hpp"

#include <algorithm>

#include "core/text/concat.hpp"

namespace whitewater::scenarios {

void name_operations(Violation& violation, std::span<const ReportedRequest> requests) {
  for (Violation::Operation& operation : violation.operations) {
    const auto found = std::find_if(requests.begin(), requests.end(),
                                    [&](const ReportedRequest& request) { return request.is(operation); });
    if (found == requests.end()) continue;
    operation.request = found->name;
    operation.what = concat({found->operation, " ", found->mid});
    if (found->state == ReportedRequest::State::ok) operation.answered_by = found->answered_by;
  }
}

}  // namespace whitewater::scenarios
