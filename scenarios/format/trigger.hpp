// Trigger: a fault of a file begins at an occurrence of the run, {"note": "became_leader", "nth": 2, "on": "0001",
// "after": "5ms"}: when a replica of the system under test has made that note.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

#include "core/base/ids.hpp"
#include "core/base/note_words.hpp"
#include "core/base/time.hpp"
#include "simnet/faults/when.hpp"

namespace whitewater::json {
class Value;
}

namespace whitewater::scenarios {

struct Field;
struct Scenario;

struct Trigger {
  const NoteWords* note = nullptr;  // a row of the system's
  std::uint32_t nth = 1;
  NodeId on = no_node;  // no_node: any replica
  Duration after{};
  friend auto operator<=>(const Trigger&, const Trigger&) = default;
};

simnet::faults::When begin_of(const Trigger& trigger);

// As functions of a FieldType, of a slot that is a When; and in a sentence.
std::optional<std::string> read_trigger(const Field& field, const json::Value& value, const Scenario& scenario,
                                        void* slot);
std::string trigger_text(const Field& field, const void* slot);
std::string trigger_words(const Field& field, const Scenario* scenario);
std::string trigger_schema(const Field& field);

}  // namespace whitewater::scenarios
