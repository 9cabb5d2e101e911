// The stack is one list for all links: faults are few, and a link looks at the list only when it changes.
#include "simnet/link_modifiers.hpp"

#include <algorithm>

namespace whitewater::simnet {

void LinkModifiers::clear() {
  open_.clear();
  added_ = 0;
}

ModifierId LinkModifiers::add(const LinkSet& links, const LinkModifier& modifier) {
  open_.push_back({++added_, links, modifier});
  return added_;
}

LinkSet LinkModifiers::remove(ModifierId id, const LinkSet& links) {
  const auto found = std::find_if(open_.begin(), open_.end(), [id](const Open& open) { return open.id == id; });
  if (found == open_.end()) return {};
  const LinkSet ended = found->links & links;
  found->links = found->links - links;
  if (found->links.empty()) open_.erase(found);
  return ended;
}

LinkModel LinkModifiers::replaced(LinkModel model, const LinkModifier& modifier) {
  if (modifier.loss) model.loss = *modifier.loss;
  if (modifier.duplication) model.duplication = *modifier.duplication;
  if (modifier.delay) model.delay = *modifier.delay;
  return model;
}

LinkModel LinkModifiers::applied(LinkModel own, NodeId from, NodeId to) const {
  for (const Open& open : open_)
    if (open.links.contains(from, to)) own = replaced(own, open.modifier);
  return own;
}

bool LinkModifiers::touch(NodeId from, NodeId to) const {
  return std::any_of(open_.begin(), open_.end(), [&](const Open& open) { return open.links.contains(from, to); });
}

}  // namespace whitewater::simnet
