// The fields of a scenario file that say whose program the replicas are.
#pragma once

#include <span>

#include "scenarios/format/field.hpp"

namespace whitewater::tools::virtual_time {

std::span<const scenarios::Field> program_fields();

}  // namespace whitewater::tools::virtual_time
