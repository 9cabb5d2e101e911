// Disturbance: a signal to a replica that the course's scenarios do not have: SIGSTOP for a while, or SIGKILL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/ids.hpp"
#include "core/base/time.hpp"

namespace whitewater::tools::real {

struct Disturbance {
  enum class Kind : std::uint8_t { stop, go_on, kill };

  Kind kind = Kind::stop;
  Duration time;                  // from the end of start_wait, like the scenario's events
  std::optional<NodeId> replica;  // nothing: the current leader at that time
  // For a go_on: the number of the stop that it ends.
  std::size_t stop = 0;
};

// Parses "kill:leader@12" or "stop:0002@5+5" (SIGSTOP at 5 s, SIGCONT 5 s later). Appends one or two disturbances.
std::optional<Error> parse_disturbance(const std::string& text, std::vector<Disturbance>& disturbances);

}  // namespace whitewater::tools::real
