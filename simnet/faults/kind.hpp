// FaultKind: what one kind of fault is, as a row of functions. A kind strikes when its episode begins, remembers in an
// Undo whom it struck, and takes back exactly that when its episode ends. A kind has a pair of files of its own here.
// A kind knows nothing of plans, of roles, nor of other kinds.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/base/ids.hpp"
#include "core/base/random.hpp"
#include "simnet/delay.hpp"
#include "simnet/link_modifiers.hpp"
#include "simnet/link_set.hpp"
#include "simnet/observer.hpp"

namespace whitewater::simnet {
class World;
}

namespace whitewater::simnet::faults {

// Traces and digests hold these numbers: they are fixed for ever.
enum class KindId : std::uint8_t { kill, pause, partition, cut, loss, duplication, delay };

struct FaultSpec {
  KindId kind = KindId::kill;
  Probability probability;  // loss, duplication
  DelayModel delay;         // delay
  friend bool operator==(const FaultSpec&, const FaultSpec&) = default;
};

// Whom an episode strikes, as nodes.
struct Struck {
  NodeSet first;
  NodeSet second;  // of links: the receivers
  NodeSet held;    // nodes that other open episodes of this kind hold
};

// Whom an episode struck.
struct Undo {
  NodeSet nodes;
  std::array<std::uint32_t, NodeSet::nodes_max> lives{};  // of each of nodes: the incarnation that was struck
  LinkSet links;
  ModifierId modifier = 0;
};

struct FaultKind {
  std::string_view name;
  bool links = false;  // strikes the links from one set of nodes to another; else nodes
  Undo (*begin)(World&, const Struck&, const FaultSpec&) = nullptr;
  // held: nodes that other open episodes of this kind still hold.
  void (*end)(World&, const Undo&, NodeSet held) = nullptr;
  // True if a message with this fate, on a link that the episode holds, is one that the kind changed.
  bool (*changes)(SendOutcome, unsigned copies) = nullptr;
  std::string_view meaning;
};

// The nodes of an Undo that are still in the life in which they were struck.
NodeSet same_lives(const World& world, const Undo& undo);
// An Undo of these nodes, in the lives that they have now.
Undo of_lives(const World& world, NodeSet nodes);

}  // namespace whitewater::simnet::faults
