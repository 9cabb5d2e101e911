// What follows from the fields of a report.
#include "scenarios/report/report.hpp"

namespace whitewater::scenarios {

bool RunReport::failed_by_chance() const {
  return outcome == Outcome::fail && !violation && failed_checks.size() == 1 &&
         failed_checks.front() == course::CorrectnessCheck::failed_to_generate_get;
}

}  // namespace whitewater::scenarios
