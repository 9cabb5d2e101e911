// Runs one program in virtual time without a cluster, for tests: nobody answers it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "tools/virtual/run/replica_process.hpp"
#include "tools/virtual/trace/backend.hpp"

namespace whitewater::tools::virtual_time {

struct RanAlone {
  Ending ending;  // kind exited at time_never: it still ran after ten minutes, or waits for ever
  std::vector<std::string> remarks;
  std::vector<real::OutputLines::Line> output, errors;  // the last lines

  // "exited with status 0 at 2.5", cut to microseconds
  std::string words() const;
};
// arrives: called before each turn, to deliver what arrives at its instant.
RanAlone run_alone(const std::string& program, const std::vector<std::string>& arguments,
                   Backend backend = best_backend(), const std::function<void(ReplicaProcess&)>& arrives = {});

}  // namespace whitewater::tools::virtual_time
