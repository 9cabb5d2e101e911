// LinkModifiers: what open faults change in the models of links. Faults overlap, so modifiers form a stack: of the
// modifiers that are open on a link, the last one added decides, separately for loss, duplication and delay. When it is
// removed, the one below decides again; at the bottom is the link's own model.
// Keeps its memory from run to run.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/random.hpp"
#include "simnet/delay.hpp"
#include "simnet/link_set.hpp"

namespace whitewater::simnet {

struct LinkModel {
  DelayModel delay;
  Probability loss;
  Probability duplication;
  bool first_in_first_out = false;
  bool cut = false;  // nothing passes
  friend bool operator==(const LinkModel&, const LinkModel&) = default;
};

// The parts of a link's model that a fault replaces while it is open.
struct LinkModifier {
  std::optional<Probability> loss;
  std::optional<Probability> duplication;
  std::optional<DelayModel> delay;
};

// The name of an open modifier; 0 names no modifier.
using ModifierId = std::uint32_t;

class LinkModifiers {
 public:
  void clear();
  ModifierId add(const LinkSet& links, const LinkModifier& modifier);
  // Removes the modifier from these links. Returns those of them on which it was open.
  LinkSet remove(ModifierId id, const LinkSet& links);
  // The model with the parts that the modifier replaces.
  static LinkModel replaced(LinkModel model, const LinkModifier& modifier);
  // The link's own model, changed by all open modifiers.
  LinkModel applied(LinkModel own, NodeId from, NodeId to) const;
  // True if a modifier is open on the link.
  bool touch(NodeId from, NodeId to) const;

 private:
  struct Open {
    ModifierId id = 0;
    LinkSet links;
    LinkModifier modifier;
  };

  std::vector<Open> open_;  // in the order in which they were added
  ModifierId added_ = 0;
};

}  // namespace whitewater::simnet
