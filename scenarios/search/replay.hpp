// Replay: how a recorded failure and a later run of its scenario compare: whether it is the same run, whether it fails
// in the same way, and where the two part, as far as the recorded trail tells.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"
#include "scenarios/report/nondeterminism.hpp"
#include "scenarios/search/failure.hpp"
#include "scenarios/search/trail.hpp"

namespace whitewater::scenarios {

enum class ReplayResult : std::uint8_t {
  again,             // the same run, bit for bit, and the same kind of failure
  judged_otherwise,  // the same run, but what is wrong with it has another name, or nothing is wrong
  same_kind,         // another run, which fails in the same way
  other_kind,        // another run, which fails in another way
  passes,            // another run, which passes
  undecided,         // another run without a verdict, or one that failed by chance alone
};
// "same_kind"
std::string_view replay_result_name(ReplayResult result);

ReplayResult replay_result(const Failure& failure, const RunReport& now);

// Both runs are equal up to an event. What the recorded run did next is known to the file's last events at most.
struct Departure {
  std::uint64_t equal_until = 0;            // 0: not even the first point is equal
  Time equal_at;                            // when the later run had it
  std::optional<std::uint64_t> differs_by;  // nothing: one of the runs ends before they differ
  bool recorded_ends = false;               // the recorded one ended there, and the later one went on
};

// Nothing: the runs are equal, or the failure has no trail. watch: of the later run, with the step of the failure's
// trail and until its last event.
std::optional<Departure> departure(const Failure& failure, const TrailWatch& watch, const RunReport& now);

// The events of the scenario's run behind `from`, at most `most` of them, and the faults between them.
std::vector<StepInWords> steps_behind(const Failure& failure, Runner& runner, std::uint64_t from, std::uint64_t most);

}  // namespace whitewater::scenarios
