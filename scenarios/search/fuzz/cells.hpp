// The matrix of what a campaign has exercised beside the words of states: which kind of fault struck in which phase of
// the cluster. A phase says who leads, and whether all replicas live.
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "simnet/faults/kinds.hpp"

namespace whitewater::scenarios::fuzz {

enum class Leading : std::uint8_t { nobody, election, one, contested, several };
inline constexpr std::array<std::string_view, 5> leading_words{"while nobody leads", "during an election",
                                                               "while one replica leads", "while others ask for votes",
                                                               "while several lead"};

struct Phase {
  Leading leading = Leading::nobody;
  bool down = false;  // some replica is dead
};

inline constexpr std::size_t fault_kinds = simnet::faults::kinds.size();
inline constexpr std::size_t cells_count = fault_kinds * leading_words.size() * 2;
using Cells = std::bitset<cells_count>;

constexpr std::size_t cell_of(simnet::faults::KindId kind, Phase phase) {
  return (static_cast<std::size_t>(kind) * leading_words.size() + static_cast<std::size_t>(phase.leading)) * 2 +
         (phase.down ? 1 : 0);
}
// "partition during an election, with replicas down"
std::string cell_text(std::size_t cell);

}  // namespace whitewater::scenarios::fuzz
