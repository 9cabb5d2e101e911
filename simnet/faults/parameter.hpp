// Parameter: a value that faults of a kind need in addition to their targets, as a row: its name in a file, its range
// and its meaning. The values of one fault are in the order of its kind's rows. No text and no JSON here.
#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

#include "core/base/random.hpp"
#include "core/base/time.hpp"
#include "simnet/delay.hpp"

namespace whitewater::simnet::faults {

// Nothing: not said.
using ParameterValue = std::variant<std::monostate, Probability, Duration, DelayModel>;

struct Parameter {
  enum class Type : std::uint8_t { probability = 1, duration, delay };  // as the alternatives of ParameterValue
  std::string_view key;                                                 // "probability"
  Type type = Type::probability;
  std::int64_t low = 0;  // of a duration: nanoseconds
  std::int64_t high = Probability::ppm_max;
  std::string_view meaning;
};
inline constexpr std::size_t parameters_max = 2;  // of one kind

}  // namespace whitewater::simnet::faults
