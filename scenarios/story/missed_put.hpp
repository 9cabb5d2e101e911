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

struct WrongGets {
  std::vector<std::uint64_t> gets;  // names: judged incorrect by the workload, or part of the violation's contradiction
  std::vector<std::uint64_t> puts;  // names: part of that contradiction

  bool contains(const ReportedRequest& request) const;
};

// In the order of sending.
WrongGets wrong_gets(std::span<const ReportedRequest> requests, const std::optional<Violation>& violation);

// The attempt of the missed put that was acknowledged, otherwise its first one. A put that the contradiction names is
// preferred, for the reader has read of it. get: one of the wrong gets. Null: it missed none.
const ReportedRequest* missed_put(std::span<const ReportedRequest> requests, const ReportedRequest& get,
                                  const WrongGets& wrong);

}  // namespace whitewater::scenarios
