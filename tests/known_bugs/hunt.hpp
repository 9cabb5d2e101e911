// A hunt: one mistake planted, and a campaign of the verb `fuzz` until a check finds it. The runs, the corpus and the
// shrinking are those of FuzzWorkers and Campaign; this only plants the mistake in each thread, and decides what counts
// as caught. Knows no particular mistake. With a number of runs as its budget, what it finds is a function of its
// arguments, but for the time.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>

#include "core/base/time.hpp"
#include "scenarios/search/fuzz/frame.hpp"
#include "tests/known_bugs/mutation.hpp"

namespace whitewater::known_bugs {

struct Hunt {
  bool caught = false;
  std::uint64_t seed = 0;     // of the campaign
  std::uint64_t runs = 0;     // that the campaign took; the last one of them is the one that caught the mistake
  std::uint64_t alarms = 0;   // failures that happen without the mistake just the same: these catch nothing
  std::uint64_t crashes = 0;  // runs that ended their process (guarded_hunt.hpp)
  std::int64_t cpu_ns = 0;    // of the threads that made the runs
  Duration time;              // of the wall
  std::string property;       // that was violated
  std::string text;           // in that run's words
};

// `whitewater fuzz` without a scenario.
scenarios::fuzz::Frame default_frame();

struct HuntPlan {
  scenarios::fuzz::Frame frame = default_frame();  // what the campaign may vary
  std::uint64_t runs = std::numeric_limits<std::int64_t>::max();
  std::optional<Duration> time{};  // of the wall
  unsigned threads = 1;
  bool guided = true;
  // In a thread that makes runs, before each of them.
  std::function<void(std::uint64_t number)> before = [](std::uint64_t) {};
  // In the calling thread, after each run.
  std::function<void(const Hunt&)> told = [](const Hunt&) {};
};

// seed: of the campaign. The calling thread must have planted nothing.
Hunt hunt(const HuntPlan& plan, Mutation bug, std::uint64_t seed);

}  // namespace whitewater::known_bugs
