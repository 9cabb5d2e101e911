// Clock: what one node's clock shows at each time of the world, and when it will show a time. It runs faster or slower
// than the world's by its rate, stands off by its offset, and jumps. It never goes back: a jump back by d makes it
// stand still until d has passed on it. All integers, so that every machine agrees.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/time.hpp"

namespace whitewater::simnet {

struct ClockJump {
  Duration at;  // of the world, from the start
  Duration by;  // negative: back
  friend bool operator==(const ClockJump&, const ClockJump&) = default;
};

class Clock {
 public:
  static constexpr std::int32_t rate_ppm_max = 500'000;

  // The world's own time.
  Clock() = default;

  // Faster than the world by rate_ppm (negative: slower). jumps: in ascending order.
  void set(std::int32_t rate_ppm, Duration offset, std::span<const ClockJump> jumps);
  // The world's own time again, keeping memory.
  void clear() { stretches_.clear(); }
  bool plain() const { return stretches_.empty(); }

  // What it shows; never less than before.
  Time shows(Time world) const;
  // The first time of the world at which it shows that or more.
  Time when(Time shown) const;

 private:
  // Between two jumps: it shows what it would, at its rate from `shown` at `begin`, but no less than `least`.
  struct Stretch {
    Time begin;
    Time shown;
    Time least;
  };
  Time runs(const Stretch& stretch, Time world) const;

  std::int64_t per_million_ = 1'000'000;  // it runs so much while the world runs a million
  std::vector<Stretch> stretches_;        // none: plain
};

}  // namespace whitewater::simnet
