// Processes that replicas leave behind outside their process groups: helpers that started a session of their own. A
// subreaper becomes the parent of such processes. It finds those of one run by a variable in their environment.
#pragma once

#include <string>

namespace whitewater::tools::real {

// Makes this process a subreaper: it becomes the parent of orphaned descendants.
void adopt_orphans();

// Kills every child of this process with this NAME=VALUE in its environment. Call it after the replicas have
// ended.
void kill_orphans(const std::string& variable);

}  // namespace whitewater::tools::real
