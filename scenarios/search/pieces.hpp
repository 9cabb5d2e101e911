// Pieces: the single things of which a failing scenario is made, each with the scenario that is left without it:
// faults, events that the workload plans, fates, requests. A failure is minimal if it does not survive the loss of any
// of them; an explanation says so of each.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/format/scenario.hpp"

namespace whitewater::scenarios {

struct Piece {
  enum class Kind : std::uint8_t { fault, event, fate, request };

  Kind kind = Kind::fault;
  std::size_t place = 0;  // in its list
  std::string words;      // "the kill of the leader at 1.2s"
  Scenario without;
};

// Faults, then events, then fates, then requests, each in the order of the scenario. The others keep their numbers and
// their draws.
std::vector<Piece> pieces_of(const Scenario& scenario);

}  // namespace whitewater::scenarios
