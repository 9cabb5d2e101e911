// What the watchers of a real run have seen, as blocks of the report's page: who led, and what each replica did.
#pragma once

#include <string>

#include "core/text/number_text.hpp"
#include "tools/real/report/real_report.hpp"

namespace whitewater::tools::real {

// "3.594 s": a moment of the run, counted from its start.
std::string time_text(Time time);

// all: every interval and candidacy; otherwise the first few.
void add_leadership(std::string& text, const RealReport& report, bool all, const TextStyle& style);
// A line for each replica: how it ended, when it sent something last, and its processor time.
void add_replicas(std::string& text, const RealReport& report, const TextStyle& style);

}  // namespace whitewater::tools::real
