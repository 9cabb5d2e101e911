// The table of all fields of a scenario file: path, kind, range, meaning, and where the value lives in a
// Scenario. The only source of these facts: reader, writer, JSON schema and the table in
// docs/scenario-format.md all follow from it. A new field is a member of Scenario and a row here.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "scenarios/format/scenario.hpp"

namespace whitewater::scenarios {

// How a value is spelled. The unit of a row's low and high stands in brackets.
enum class FieldKind : std::uint8_t {
  object,
  list,            // of objects: the rows of their fields have "[]" behind this path
  integer,         // 500 [1]
  whole_seconds,   // 30 [ns]
  seconds,         // 2.5, or a duration; up to lifetime
  fraction,        // 0.05 [ppm]
  flag,            // true
  duration,        // "150ms" [ns]
  duration_range,  // ["600ms", "1200ms"] [ns]
  delay,           // a distribution of durations: see delay_text.hpp
  choice,          // one of the row's choices
  tiers,           // [1200, 3000, 5000] [millionths]
  seed,            // 42, "42" or "0x2a"
  replica,         // "0003", as the course spells ids; below replicas
  replica_set,     // ["0001", "0003"], or "leader", "dead", "all"
  ignored,         // anything
  misplaced,       // anything, with a warning: it belongs into `tests`
};

struct DurationRange {
  Duration* low;
  Duration* high;
};

// Where a field lives. The type, together with the kind, says how it is read and written.
using Slot =
    std::variant<std::monostate, bool*, std::uint32_t*, std::uint64_t*, std::optional<std::uint64_t>*, Probability*,
                 std::optional<Probability>*, Duration*, std::optional<Duration>*, DurationRange, simnet::DelayModel*,
                 std::optional<simnet::DelayModel>*, NodeId*, course::Tiers*, std::optional<course::Benchmarks>*,
                 std::vector<course::TimedEvent>*, std::vector<LinkOverride>*, std::vector<ScheduledFault>*,
                 ReplicaSet*, FaultKind*, course::EventType*, Protocol*, raft::ReplicationPolicy*, raft::ReadPolicy*,
                 raft::HeartbeatPolicy*>;

struct Field {
  std::string_view path;  // "events[].time"
  FieldKind kind = FieldKind::ignored;
  std::int64_t low = 0;
  std::int64_t high = 0;
  std::span<const std::string_view> choices{};  // in the order of the enumerators
  bool required = false;                        // whenever the object that holds it is there
  // index: of the element inside a list. Asked only once the list or object that holds the field is there.
  Slot (*slot)(Scenario&, std::size_t index) = nullptr;
  std::string_view meaning;

  // "events[]." of "events[].time", "" at the top.
  std::string_view parent() const { return path.substr(0, path.size() - key().size()); }
  // "time" of "events[].time".
  std::string_view key() const { return path.substr(path.rfind('.') + 1); }
};

// In the order in which a file is written, and checked: what bounds others comes first.
std::span<const Field> fields();

// The row of that key in the object of that prefix ("", "replica.", "events[]."); null when there is none.
const Field* find_field(std::string_view parent, std::string_view key);

// How many elements the list behind a slot has; and makes it have so many.
std::size_t list_size(const Slot& list);
void resize_list(const Slot& list, std::size_t size);

// What a value may be. Some bounds are other fields: max_packets is at least requests.
struct Limits {
  std::int64_t low;
  std::int64_t high;
};
Limits limits(const Field& field, const Scenario& scenario);

// In words: "an integer from 3 to 21". With a scenario, the bounds that it sets are numbers; else names.
std::string expectation(const Field& field, const Scenario* scenario = nullptr);

// The value as a file spells it, on one line; nothing for what is not set, and for objects and lists.
std::optional<std::string> value_text(const Field& field, Scenario& scenario, std::size_t index);

// The value that a missing field stands for; nothing when there is none.
std::optional<std::string> default_text(const Field& field);

}  // namespace whitewater::scenarios
