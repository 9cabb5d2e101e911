// A hunt: one mistake planted, seed after seed of random scenarios, until a check finds it. Knows no particular
// mistake: all are hunted in the same scenarios, one in four of them through the codecs. One Hunter a thread; what it
// finds is a function of its arguments, but for the time.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "scenarios/experiment/runner.hpp"
#include "scenarios/format/scenario.hpp"
#include "tests/known_bugs/mutation.hpp"

namespace whitewater::known_bugs {

using Generator = std::function<scenarios::Scenario(std::uint64_t seed)>;

// Disjoint ranges of seeds: range r begins at r millions.
inline constexpr std::uint64_t range_size = 1'000'000;

struct Hunt {
  bool caught = false;
  std::uint64_t first_seed = 0;
  std::uint64_t seeds = 0;    // run; the last one of them is the one that caught it
  std::uint64_t alarms = 0;   // seeds that fail with the mistake, and without it just the same: these catch nothing
  std::uint64_t crashes = 0;  // seeds that ended their process (guarded_hunt.hpp)
  std::int64_t cpu_ns = 0;
  std::string property;  // that was violated
  std::string text;      // in that run's words
};

class Hunter {
 public:
  explicit Hunter(Generator generator) : generator_(std::move(generator)) {}

  // At most budget seeds from first_seed on.
  Hunt hunt(Mutation bug, std::uint64_t first_seed, std::uint64_t budget);

 private:
  // The report of one run, when something was violated in it.
  std::optional<scenarios::Violation> violation(Mutation bug, std::uint64_t seed);

  Generator generator_;
  scenarios::Runner runner_;
};

}  // namespace whitewater::known_bugs
