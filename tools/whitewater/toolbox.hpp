// The toolbox of our own program: the standard systems and workloads, and replica programs of anybody.
#pragma once

#include "scenarios/format/toolbox.hpp"

namespace whitewater::tools {

const scenarios::Toolbox& program_toolbox();

}  // namespace whitewater::tools
