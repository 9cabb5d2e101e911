// Nondeterminism: two runs of one scenario and seed that were not equal, and the first step in which they differ, as
// data and in words. Other code searches for that step. If the difference did not happen again, the text says so.
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
  std::uint64_t event = 0;  // the number of events handled so far, including this one
  std::string node;         // who handled the event; empty: a fault
  std::string what;         // "receives", "starts", "is woken by", "fault"
  std::string type;         // "append_entries", "timer 2", "kill"
  std::string peer;         // the sender
  std::string details;

  friend bool operator==(const StepInWords&, const StepInWords&) = default;
  std::string sentence() const;  // the text without event number and time
};

// The first step in which two runs differ.
struct Parting {
  std::vector<std::string> differs;                 // in what: "time", "state", "effects" …
  std::array<std::optional<StepInWords>, 2> steps;  // nothing: that run had ended
};

struct Nondeterminism {
  std::array<std::uint64_t, 2> digests{};  // of the two runs; equal if only their results differ
  unsigned repetitions = 0;                // how often the run was then made twice, side by side
  std::optional<Parting> parting;          // found in the last repetition; nothing: the runs did not differ again
};

// Several lines, without the last line feed: the digests, and the first difference.
std::string nondeterminism_text(const Nondeterminism& found);

}  // namespace whitewater::scenarios
