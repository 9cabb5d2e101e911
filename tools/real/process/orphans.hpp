// What replicas leave behind outside their process groups: helpers that began a session of their own. While a process
// is a subreaper it inherits them, and finds those of one run by a variable in their environment.
#pragma once

#include <string>

namespace whitewater::tools::real {

// From now on this process inherits what its descendants leave behind.
void adopt_orphans();

// Kills every child of this process whose environment has that NAME=VALUE. To be called when the replicas themselves
// have ended.
void kill_orphans(const std::string& variable);

}  // namespace whitewater::tools::real
