// NodeClock: how the clock of one replica differs from the world's; and the field type of its jumps,
// [{"at": "8s", "by": "-50ms"}].
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "scenarios/format/field.hpp"
#include "simnet/clock.hpp"

namespace whitewater::scenarios {

struct NodeClock {
  NodeId replica;
  std::int32_t rate_ppm = 0;  // faster than the world's by so many parts per million
  Duration offset;            // ahead of the world's, from the start on
  std::vector<simnet::ClockJump> jumps;
  friend bool operator==(const NodeClock&, const NodeClock&) = default;
};

namespace field_types {

namespace parts {
std::optional<std::string> read_jumps(const Field&, const json::Value&, const Scenario&, void*);
std::string jumps_text(const Field&, const void*);
std::string jumps_words(const Field&, const Scenario*);
std::string jumps_schema(const Field&);
}  // namespace parts

// In ascending order of `at`; low and high of the row bound both durations.
inline constexpr FieldType clock_jumps{FieldType::Shape::value, parts::read_jumps, parts::jumps_text,
                                       parts::jumps_words, parts::jumps_schema};

}  // namespace field_types

}  // namespace whitewater::scenarios
