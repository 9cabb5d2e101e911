// The likely causes that lie in what replicas answer: redirects in a circle, nothing but refusals, gets without an
// answer.
#pragma once

#include <string>
#include <vector>

#include "tools/real/report/real_report.hpp"

namespace whitewater::tools::real {

// explained: replicas whose silence has a cause of its own.
void add_answer_causes(std::vector<std::string>& causes, const RealReport& report, NodeSet explained);

// Every request was refused, or redirected in a circle: that nobody answered puts is told already.
bool told_by_answers(const RealReport& report);

}  // namespace whitewater::tools::real
