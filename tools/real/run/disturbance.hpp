// Disturbance: a short way to write a fault on the command line: --disturb. It becomes a fault of the scenario.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/time.hpp"
#include "scenarios/format/scenario.hpp"

namespace whitewater::tools::real {

struct Disturbance {
  std::string text;                   // as on the command line
  Duration time;                      // from the end of start_wait, like the course's events
  scenarios::ScheduledFault fault{};  // without its time
};

// Parses "kill:leader@12" (SIGKILL) or "stop:0002@5+5" (SIGSTOP at 5 s, SIGCONT 5 s later). WHO is an ID or a role.
Result<Disturbance> parse_disturbance(const std::string& text);

// Appends them to the scenario's faults, each with a number of its own. An Error if one names a replica that is not
// there.
std::optional<Error> add_disturbances(std::span<const Disturbance> disturbances, scenarios::Scenario& scenario);

}  // namespace whitewater::tools::real
