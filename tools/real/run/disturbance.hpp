// Disturbance: a signal to a replica that no scenario of the course knows: stopped for a while, or ended by SIGKILL.
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
  Duration time;                  // from the end of start_wait, as the scenario's events
  std::optional<NodeId> replica;  // nothing: the current leader
  // Of a go_on: the number of the stop that it ends.
  std::size_t stop = 0;
};

// "kill:leader@12", "stop:0002@5+5": SIGSTOP at 5 s, SIGCONT 5 s later. Appends one or two.
std::optional<Error> parse_disturbance(const std::string& text, std::vector<Disturbance>& disturbances);

}  // namespace whitewater::tools::real
