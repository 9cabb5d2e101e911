// A second judge, which shares nothing with the first: before a checker's word is believed, another one has to agree.
// If it does not, the checker is wrong, or it is. For histories: every order of the operations of a key is tried (Wing
// & Gong 1993), which is possible because a shrunk failure has few of them.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "scenarios/report/reported_request.hpp"

namespace whitewater::scenarios {

enum class Opinion : std::uint8_t {
  agrees,   // some key has no order that explains its answers
  differs,  // every key has one
  unknown,  // too many operations
};

inline constexpr std::size_t operations_tried_max = 20;  // of one key

// Are these requests of gets and puts not linearizable? initial: what every key holds before its first put.
Opinion second_opinion(std::span<const ReportedRequest> requests, const std::string& initial);

}  // namespace whitewater::scenarios
