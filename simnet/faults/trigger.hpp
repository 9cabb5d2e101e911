// Trigger: an episode begins when an actor has noted something for the n-th time, on one node or on any. It strikes
// between two events: after all of the time at which the note was made, or so much later. Notes are numbers here.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"

namespace whitewater::simnet::faults {

class Starter;

struct Trigger {
  std::uint32_t note = 0;  // its code
  std::uint32_t nth = 1;
  NodeId on = no_node;  // no_node: anywhere
  Duration after{};
  friend auto operator<=>(const Trigger&, const Trigger&) = default;
};

std::unique_ptr<Starter> make_trigger_starter();

}  // namespace whitewater::simnet::faults
