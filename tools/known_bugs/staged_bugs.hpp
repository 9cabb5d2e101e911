// The known bugs of Raft (docs/known-bugs.md), each with the schedule that stages it against anybody's program: a
// scenario of scenarios/known-bugs, made of what a program shows: who leads by its messages, times, links. Or why no
// schedule can.
#pragma once

#include <span>
#include <string_view>

namespace whitewater::tools {

struct StagedBug {
  std::string_view bug;
  std::string_view schedule;  // the stem of its file; empty: it cannot be staged
  std::string_view why{};     // then: why not
};

// In the order of docs/known-bugs.md.
std::span<const StagedBug> staged_bugs();

}  // namespace whitewater::tools
