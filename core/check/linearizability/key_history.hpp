// KeyHistory: the operations of one key, as they are passed to the methods that decide it. Private to this folder.
#pragma once

#include <cstdint>
#include <span>

#include "core/check/linearizability/history.hpp"

namespace whitewater::checks {

struct KeyHistory {
  const History& history;
  std::uint32_t key = 0;
  std::span<const std::uint32_t> operations;  // positions in history.operations

  const Operation& at(std::uint32_t position) const { return history.operations[position]; }
};

}  // namespace whitewater::checks
