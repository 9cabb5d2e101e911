// FaultKind: one kind of fault, as a row of words and functions. A kind strikes when its episode begins, records in an
// Undo what it struck, and takes back exactly that when its episode ends. Each kind has its own pair of files here. A
// kind knows nothing of plans, roles or other kinds.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/base/ids.hpp"
#include "simnet/disk_faults.hpp"
#include "simnet/faults/parameter.hpp"
#include "simnet/link_modifiers.hpp"
#include "simnet/link_set.hpp"
#include "simnet/observer.hpp"

namespace whitewater::simnet::faults {

class Machines;

// Traces and digests hold these numbers: they are fixed for ever.
enum class KindId : std::uint8_t {
  kill,
  pause,
  partition,
  cut,
  loss,
  duplication,
  delay,
  slow,
  disk_delay,
  disk_stall,
  clog
};

struct FaultSpec {
  KindId kind = KindId::kill;
  std::array<ParameterValue, parameters_max> values{};  // by the rows of the kind
  // A value that the file does not give is zero.
  template <class Value>
  Value value(std::size_t row = 0) const {
    const Value* const said = std::get_if<Value>(&values[row]);
    return said != nullptr ? *said : Value{};
  }
  friend bool operator==(const FaultSpec&, const FaultSpec&) = default;
};

// The nodes that an episode strikes.
struct Struck {
  NodeSet first;
  NodeSet second;  // of links: the receivers
  NodeSet held;    // nodes that other open episodes of this kind hold
};

// What an episode struck and has not taken back yet.
struct Undo {
  NodeSet nodes;
  std::array<std::uint32_t, NodeSet::nodes_max> lives{};  // of each of nodes: the incarnation that was struck
  LinkSet links;
  ModifierId modifier = 0;

  bool empty() const { return nodes.empty() && links.empty(); }
};

struct FaultKind {
  // Which open episodes of its kind a point fault ends before it strikes. With `everything`, the fault that ends this
  // kind names no replicas, and ends all open episodes.
  enum class Replaces : std::uint8_t { nothing, its_links, everything };

  std::string_view name;
  std::string_view meaning;
  std::string_view ending{};   // the point fault that ends it: "restart"; empty: there is none
  bool links = false;          // strikes the links from one set of nodes to another; else it names nodes
  bool changes_nodes = false;  // what it does, it does to nodes; else to messages between them
  bool disks = false;          // strikes disks: where a plan has such a fault, durable writes are events
  Replaces replaces = Replaces::nothing;
  std::span<const Parameter> parameters{};

  Undo (*begin)(Machines&, const Struck&, const FaultSpec&) = nullptr;
  // Takes back what the Undo holds, which may be a part of what begin() did. held: nodes that other open episodes of
  // this kind still hold.
  void (*end)(Machines&, const Undo&, NodeSet held) = nullptr;
  // Also called by the fault that ends this kind: removes what is so without an episode. Null: there is nothing.
  void (*mend)(Machines&, NodeSet first, NodeSet second) = nullptr;
  // True if a message with this fate, on a link that the episode holds, is one that the kind changed. Null: it changes
  // no message.
  bool (*changes)(SendOutcome, unsigned copies) = nullptr;
};

// The nodes of an Undo that are still in the life in which they were struck.
NodeSet same_lives(const Machines& machines, const Undo& undo);
// What kinds that stop nodes have in common. They strike living nodes; if another episode of the kind holds a node
// already, both hold it. start_nodes() starts those that are in the same life, and that no other episode holds.
Undo stop_nodes(Machines& machines, const Struck& struck, void (Machines::*stop)(NodeId));
void start_nodes(Machines& machines, const Undo& undo, NodeSet held, void (Machines::*start)(NodeId));

// What kinds that change links have in common: begin and end of a modifier, of a cut, and what a cut does to messages.
Undo modify_links(Machines& machines, const Struck& struck, const LinkModifier& modifier);
void unmodify_links(Machines& machines, const Undo& undo, NodeSet held);
Undo cut_links(Machines& machines, const LinkSet& links);
void uncut_links(Machines& machines, const Undo& undo, NodeSet held);
bool changed_by_cut(SendOutcome outcome, unsigned copies);
// What kinds that strike disks have in common. A disk is a machine's: those of dead nodes are struck too.
Undo harm_disks(Machines& machines, const Struck& struck, const DiskFault& fault);
void mend_disks(Machines& machines, const Undo& undo, NodeSet held);

}  // namespace whitewater::simnet::faults
