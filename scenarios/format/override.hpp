// Override: one field of a scenario set from outside ("--set drops=0.1"). It is applied to the document before the
// document is validated, so it is checked by the same rules as a value in the file.
#pragma once

#include <optional>
#include <string>

#include "core/base/error.hpp"
#include "core/wire/json.hpp"
#include "scenarios/format/json_path.hpp"

namespace whitewater::scenarios {

struct Override {
  std::string path;   // "replica.replication", "events[0].time"
  std::string value;  // JSON; any other text counts as a string

  // "--set drops=0.1", as typed; shortened, on one line.
  std::string text() const;
};

// Creates missing objects and lists on the path; an index one beyond the end of a list appends. Returns the path.
Result<JsonPath> apply_override(json::Value& document, const Override& change);

}  // namespace whitewater::scenarios
