// The table of all starters, by the alternatives of When.
#pragma once

#include <array>
#include <memory>

#include "simnet/faults/starter.hpp"

namespace whitewater::simnet::faults {

struct StarterRow {
  std::unique_ptr<Starter> (*make)() = nullptr;  // null: the time is known
};

inline constexpr std::array<StarterRow, std::variant_size_v<When>> starters{{
    {},  // Time
    {make_trigger_starter},
}};

}  // namespace whitewater::simnet::faults
