// Messages on links that are clogged: they keep the sequence numbers that they got when they were sent.
#include "core/base/check.hpp"
#include "simnet/world.hpp"

namespace whitewater::simnet {

void World::clog(const LinkSet& links) {
  links_.clog(links);
}

void World::unclog(const LinkSet& links) {
  links_.unclog(links);
  std::erase_if(clogged_, [this](const Clogged& message) {
    Link& link = links_.link(SendKind::message, message.from, message.to);
    if (link.clogged()) return false;
    queue_.push(link.in_order(now_ + message.delay), message.sequence, message.slot);
    return true;
  });
}

void World::keep_on_link(NodeId from, const Effects::Send& send, Duration delay) {
  check(send.kind == SendKind::message, "no link of the client plane is clogged");
  const std::uint32_t slot =
      slots_.put(Slot::Kind::message, from, send.to, latest_events_[from.value], PayloadRef(send.payload));
  clogged_.push_back({++sequence_, slot, from, send.to, delay});
}

}  // namespace whitewater::simnet
