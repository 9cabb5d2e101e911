// Target: which nodes a fault strikes: named nodes, the nodes of a role, or both together. A RoleResolver, given by the
// user of the world, turns a role into nodes at the moment at which the fault strikes.
#pragma once

#include <cstdint>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"

namespace whitewater::simnet {

struct Target {
  static constexpr std::uint32_t no_role = 0;
  NodeSet nodes;
  std::uint32_t role = no_role;  // the resolver's own vocabulary
  friend bool operator==(const Target&, const Target&) = default;
};

// The key of a fault's random draws: the number of its episode, and how often this episode began before.
struct Asker {
  std::uint64_t number = 0;
  std::uint32_t occurrence = 0;
  friend bool operator==(const Asker&, const Asker&) = default;
};

class RoleResolver {
 public:
  virtual ~RoleResolver() = default;
  // An empty set: the fault does nothing, but is still reported to observers.
  virtual NodeSet resolve(std::uint32_t role, const Asker& asker, Time now) = 0;
};

}  // namespace whitewater::simnet
