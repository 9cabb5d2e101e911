// What a scenario may say of replicas in general, and no program would heed: it is refused by name.
#pragma once

#include <optional>

#include "core/base/error.hpp"
#include "scenarios/format/scenario.hpp"

namespace whitewater::tools::virtual_time {

// where: the field. Nothing: all of it is heeded.
std::optional<Error> unheeded_by_programs(const scenarios::Scenario& scenario);

}  // namespace whitewater::tools::virtual_time
