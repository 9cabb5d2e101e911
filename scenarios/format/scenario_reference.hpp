// The scenario format described for people and for editors, made from the table of fields.
#pragma once

#include <string>

#include "scenarios/format/toolbox.hpp"

namespace whitewater::scenarios {

// A Markdown table: field, values, default, meaning.
std::string field_reference(const Toolbox& toolbox);

// A JSON schema (draft 2020-12) of scenario files: docs/scenario.schema.json.
std::string scenario_schema(const Toolbox& toolbox);

}  // namespace whitewater::scenarios
