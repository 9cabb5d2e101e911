// LinkModifiers: what open faults make of the links' own models. Faults overlap, so modifiers stack: of those that are
// open on a link, the one that was added last decides, for loss, duplication and delay each by itself. When it is
// removed, the one below decides again, and at the bottom the link's own model.
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

// Of a link's model, what a fault replaces while it is open.
struct LinkModifier {
  std::optional<Probability> loss;
  std::optional<Probability> duplication;
  std::optional<DelayModel> delay;
};

// Names an open modifier; 0 names none.
using ModifierId = std::uint32_t;

class LinkModifiers {
 public:
  void clear();
  ModifierId add(const LinkSet& links, const LinkModifier& modifier);
  // It is open on these links no more. Returns those of them on which it was.
  LinkSet remove(ModifierId id, const LinkSet& links);
  // A model with what the modifier replaces.
  static LinkModel replaced(LinkModel model, const LinkModifier& modifier);
  // What a link's own model becomes.
  LinkModel applied(LinkModel own, NodeId from, NodeId to) const;
  // Whether one is open on the link.
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
