// A program writes to files, if at all: they are no disk of the simulated world, and take none of its time.
#include "tools/virtual/host/unheeded.hpp"

#include "core/text/concat.hpp"
#include "simnet/faults/kinds.hpp"

namespace whitewater::tools::virtual_time {

std::optional<Error> unheeded_by_programs(const scenarios::Scenario& scenario) {
  constexpr std::string_view no_disk = "expected nothing: a program has no simulated disk";
  if (!scenario.network.disk.zero()) return Error{"disk_delay", std::string(no_disk)};
  for (std::size_t i = 0; i < scenario.fates.size(); ++i)
    if (scenario.fates[i].write) return Error{concat({"fates[", std::to_string(i), "].write"}), std::string(no_disk)};
  for (std::size_t i = 0; i < scenario.faults.size(); ++i)
    if (simnet::faults::kind_of(scenario.faults[i].type.kind).disks)
      return Error{concat({"faults[", std::to_string(i), "].type"}), std::string(no_disk)};
  return std::nullopt;
}

}  // namespace whitewater::tools::virtual_time
