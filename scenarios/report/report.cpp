// What follows from the fields of a report.
#include "scenarios/report/report.hpp"

namespace whitewater::scenarios {

bool RunReport::failed_by_chance() const {
  return outcome == Outcome::fail && !violation && chance;
}

}  // namespace whitewater::scenarios
