// What a run in real time does of a scenario file. Every field that the file gives is done, or refused by name before a
// process is started: the table in real_fields.cpp lists what is done, and everything else is refused, new fields too.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "core/base/error.hpp"
#include "scenarios/format/scenario_reader.hpp"

namespace whitewater::tools::real {

// The paths of the rows that a run in real time honours.
std::span<const std::string_view> honoured_fields();

// Those that only the run in virtual time uses, beside which --compare sets the real one: the fields of the system.
bool is_of_the_system(std::string_view path);

// The first given field, or value of a field, that cannot be done; nothing: all can be done. compare: a run in virtual
// time uses the fields of the system. where: the place in the file, "$.faults[0].type".
std::optional<Error> refusal(const scenarios::Scenario& scenario, std::span<const scenarios::GivenField> given,
                             bool compare);

// Fields that are not given mean something else in real time: the machine has its own delays, and the course's loop
// sleeps.
void set_real_defaults(scenarios::Scenario& scenario, std::span<const scenarios::GivenField> given);

}  // namespace whitewater::tools::real
