// Explanation: why a failure happens, as plain data: what of it is needed, when each fault may strike, the steps that
// lead to the violation, and where the nearest run that passes goes another way. explanation_text.hpp prints it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "scenarios/experiment/second_judge.hpp"
#include "scenarios/search/failure.hpp"

namespace whitewater::scenarios {

// One thing of the failure, removed: what the run does without it.
struct Necessity {
  std::string piece;    // "the kill of 0002 at 1.2s"
  bool needed = false;  // without it the run does not fail in the same way
  std::string instead;  // "the run passes", "the run fails all the same", "log_matching fails instead"
};

// When a fault may begin, all else equal, so that the failure stays. Contiguous around the time that it has.
struct StrikeWindow {
  std::string piece;
  Duration first;
  Duration last;
  bool from_start = false;  // any earlier time would do, too
  bool to_end = false;      // any later time
};

struct Step {
  unsigned number = 0;  // from 1
  Time time;
  std::string sentence;           // "0002 becomes leader of term 3"
  std::vector<unsigned> because;  // of earlier steps: those that come directly before
  bool fault = false;
  // For diagrams: a message that arrived; else empty.
  std::string from;
  std::string to;
  std::string message;
};

// A run that differs as little as possible from the failing one, and passes.
struct NearestPass {
  std::string change;             // "without the loss of append_entries …"
  Time time;                      // from where on the runs differ
  std::vector<std::string> here;  // the failing run's next steps
  std::vector<std::string> there;
};

// From when on the failure can hardly be avoided: the share of runs that fail when everything from `time` on is drawn
// anew, with the bounds of its 95 % interval in parts per million.
struct CurvePoint {
  Time time;
  std::uint32_t failed = 0;
  std::uint32_t tried = 0;
  std::uint32_t low_ppm = 0;
  std::uint32_t high_ppm = 0;
};

struct Explanation {
  FailureKind kind;
  std::string sentence;
  Time violation;
  unsigned replicas = 0;
  std::vector<std::string> account;  // what its messages tell, in sentences; empty: nothing
  std::vector<Necessity> necessities;
  std::vector<StrikeWindow> windows;
  std::vector<Step> steps;
  unsigned left_out = 0;  // steps beyond steps_max
  // So many of the latest messages before the violation were lost, one a run; and so many there are. Of those that were
  // not tried nobody knows whether it needs them.
  std::uint64_t messages_tried = 0;
  std::uint64_t messages_past = 0;
  std::optional<NearestPass> nearest;
  std::vector<CurvePoint> curve;  // empty: not asked for
  std::optional<Time> inevitable;
  SecondOpinion second;  // of a second, independent judge
  std::uint64_t runs = 0;
  bool cut_short = false;  // there was no time for all of it
};

inline constexpr std::size_t steps_max = 50;

}  // namespace whitewater::scenarios
