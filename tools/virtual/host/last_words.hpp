// What a replica that ended printed before its end, and what to try about it.
#pragma once

#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "tools/virtual/judge/finding.hpp"
#include "tools/virtual/kernel/replica_output.hpp"
#include "tools/virtual/trace/launch.hpp"

namespace whitewater::tools::virtual_time {

// The last lines, each with its virtual time: of its standard error if there are any, else of its standard output. Of
// an end that printed more than is told, the first lines stay, too: they usually say what went wrong.
std::vector<std::string> last_words(const ReplicaOutput& output, Time ended);
// What may help, a line each. early: it ended before anybody heard of it.
std::vector<std::string> what_to_try(const std::vector<std::string>& words, const Launch& launch, bool early);

// Of replicas that printed the same before they died, whenever that was, the first one tells it for all.
void fold_deaths(std::vector<ProgramFinding>& findings, unsigned replicas);

}  // namespace whitewater::tools::virtual_time
