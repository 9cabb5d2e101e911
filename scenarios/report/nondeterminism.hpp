// Nondeterminism: two runs of one scenario and seed that were not the same, and where they part, as plain data and
// in words. Finding it is not done here; saying so honestly when it did not happen again is.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.hpp"

namespace whitewater::scenarios {

// One step of a run: "event 518, at 3.412000000 s: 0002 receives append_entries from 0001 (term 2, …)".
struct StepInWords {
  Time time;
  std::uint64_t event = 0;  // how many had been handled, this one included
  std::string node;         // who handled it; empty: a fault
  std::string what;         // "receives", "starts", "is woken by", "fault"
  std::string type;         // "append_entries", "timer 2", "kill"
  std::string peer;         // who sent
  std::string details;

  friend bool operator==(const StepInWords&, const StepInWords&) = default;
  std::string sentence() const;  // without event and time
};

// The first step in which two runs differ.
struct Parting {
  std::vector<std::string> differs;                 // in what: "time", "state", "effects" …
  std::array<std::optional<StepInWords>, 2> steps;  // nothing: that run was over
};

struct Nondeterminism {
  std::array<std::uint64_t, 2> digests{};  // of the two runs; equal when only what was counted differs
  unsigned repetitions = 0;                // how often it was then run twice, side by side
  std::optional<Parting> parting;          // of the last of them; nothing: it did not happen again
};

// Lines without the last line feed: what was seen, and where the runs part.
std::string nondeterminism_text(const Nondeterminism& found);

}  // namespace whitewater::scenarios
