// Nodes in the course's spelling (course::id_text), for lines that name several.
#pragma once

#include <string>

#include "core/base/ids.hpp"
#include "core/course/message_json.hpp"

namespace whitewater::scenarios {

// "0001, 0003"; "nobody" for the empty set.
std::string nodes_text(NodeSet nodes, unsigned replicas);

}  // namespace whitewater::scenarios
