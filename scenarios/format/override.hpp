// Override: one field of a scenario set from outside ("--set drops=0.1"), applied to the document before it is
// validated, so that it is judged by the same rules as what stands in the file.
#pragma once

#include <optional>
#include <string>

#include "core/base/error.hpp"
#include "core/wire/json.hpp"
#include "scenarios/format/json_path.hpp"

namespace whitewater::scenarios {

struct Override {
  std::string path;   // "replica.replication", "events[0].time"
  std::string value;  // JSON; what is no JSON is taken as a string

  // "--set drops=0.1", as it was typed; shortened, on one line.
  std::string text() const;
};

// Objects and lists on the way are made; an index one beyond the end of a list appends. Answers the path.
Result<JsonPath> apply_override(json::Value& document, const Override& change);

}  // namespace whitewater::scenarios
