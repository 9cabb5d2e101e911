// The likely causes of how a real run went, for the top of its report: one sentence each, the gravest kind first, once
// for all replicas that it concerns. Each follows from figures that the report has too.
#pragma once

#include <string>
#include <vector>

#include "tools/real/report/real_report.hpp"

namespace whitewater::tools::real {

std::vector<std::string> likely_causes(const RealReport& report);
// True if the course's simulator would have failed a run like this, whatever its checks say here.
bool would_have_failed(const RealReport& report);

// True if likely_causes() tells of findings of this kind, so that they need not be told again.
bool told_as_cause(FindingKind kind);

}  // namespace whitewater::tools::real
