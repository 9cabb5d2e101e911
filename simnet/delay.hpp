// DelayModel: how long something takes: a distribution over integer nanoseconds. One random word gives one sample. No
// floating point: the exponential uses an integer table (delay.cpp says how exact it is).
#pragma once

#include <cstdint>

#include "core/base/random.hpp"
#include "core/base/time.hpp"

namespace whitewater::simnet {

struct DelayModel {
  enum class Kind : std::uint8_t {
    constant,     // low
    uniform,      // [low, high]
    exponential,  // low + an exponential with this mean; at most high, if high > 0
    bimodal,      // uniform in [low, high]; with probability tail uniform in [tail_low, tail_high]
  };

  Kind kind = Kind::constant;
  Duration low;
  Duration high;
  Duration mean;
  Probability tail;
  Duration tail_low;
  Duration tail_high;

  Duration sample(std::uint64_t word) const {
    if (kind == Kind::uniform) return uniform(word, low, high);
    return kind == Kind::constant ? low : sample_tailed(word);
  }

  // True if every sample is zero.
  bool zero() const { return kind == Kind::constant && low == Duration{}; }
  // True if no sample is negative or longer than a hundred years. A world accepts only valid models.
  bool valid() const;

  friend bool operator==(const DelayModel&, const DelayModel&) = default;

 private:
  Duration sample_tailed(std::uint64_t word) const;
};

}  // namespace whitewater::simnet
