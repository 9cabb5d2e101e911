// --replica and --replica-arg, as `real` spells them: somebody's program is the system of the scenario.
#pragma once

#include "tools/runs/shorthands.hpp"

namespace whitewater::tools::virtual_time {

Shorthands replica_shorthands();

}  // namespace whitewater::tools::virtual_time
