// Keys and models of the links, and the faults that change them.
#include "simnet/links.hpp"

#include "core/base/check.hpp"

namespace whitewater::simnet {

namespace {

void check_model(const LinkModel& model) {
  check(model.delay.valid(), "no link is faster than nothing or slower than a hundred years");
  check(model.loss.ppm <= Probability::ppm_max && model.duplication.ppm <= Probability::ppm_max,
        "a probability is at most one");
}

}  // namespace

void Link::settle() {
  const DelayModel& delay = model_.delay;
  const bool spread = delay.kind == DelayModel::Kind::uniform && delay.high > delay.low;
  first_in_first_out_ = model_.first_in_first_out;
  low_ = delay.low.ns;
  span_ = spread ? static_cast<std::uint64_t>((delay.high - delay.low).ns) + 1 : 0;
  plain_ = !cut() && model_.loss.never() && model_.duplication.never() &&
           (delay.kind == DelayModel::Kind::uniform || delay.kind == DelayModel::Kind::constant);
}

void Links::reset(std::uint64_t seed, unsigned nodes, unsigned replicas, const LinkModel& messages,
                  const LinkModel& clients) {
  check_model(messages);
  check_model(clients);
  seed_ = seed;
  nodes_ = nodes;
  replicas_ = replicas;
  client_links_ = nodes_ * nodes_;
  Link message_link;
  message_link.model_ = messages;
  message_link.settle();
  Link client_link;
  client_link.model_ = clients;
  client_link.settle();
  links_.assign(client_links_, message_link);
  links_.resize(2 * client_links_, client_link);
  for (NodeId from : NodeSet::first(nodes)) restart(from, 0);
}

void Links::restart(NodeId from, std::uint32_t incarnation) {
  const std::uint64_t sender = hash_words(seed_, stream("link"), from.value, incarnation);
  for (NodeId to : NodeSet::first(static_cast<unsigned>(nodes_))) {
    const std::uint64_t pair = combine(sender, to.value);
    std::uint64_t plane = 0;
    for (Link* link : {&this->link(SendKind::message, from, to), &this->link(SendKind::request, from, to)}) {
      link->key_ = combine(pair, plane++);
      link->ordinal_ = 0;
    }
  }
}

template <class Change>
void Links::change(NodeSet from, NodeSet to, Change&& change) {
  check(((from | to) - NodeSet::first(static_cast<unsigned>(nodes_))).empty(), "a link joins nodes of this world");
  for (NodeId a : from)
    for (NodeId b : to) {
      if (a == b) continue;
      Link& changed = link(SendKind::message, a, b);
      change(changed);
      changed.settle();
    }
}

void Links::set_loss(NodeSet from, NodeSet to, Probability loss) {
  check(loss.ppm <= Probability::ppm_max, "a probability is at most one");
  change(from, to, [loss](Link& link) { link.model_.loss = loss; });
}

void Links::set_duplication(NodeSet from, NodeSet to, Probability duplication) {
  check(duplication.ppm <= Probability::ppm_max, "a probability is at most one");
  change(from, to, [duplication](Link& link) { link.model_.duplication = duplication; });
}

void Links::set_delay(NodeSet from, NodeSet to, const DelayModel& delay) {
  check(delay.valid(), "no link is faster than nothing or slower than a hundred years");
  change(from, to, [&delay](Link& link) { link.model_.delay = delay; });
}

void Links::set_cut(NodeSet from, NodeSet to, bool cut) {
  change(from, to, [cut](Link& link) { link.cut_ = cut; });
}

void Links::partition(NodeSet side) {
  const NodeSet replicas = NodeSet::first(replicas_);
  check((side - replicas).empty(), "a partition divides replicas");
  change(replicas, replicas, [](Link& link) { link.partitioned_ = false; });
  change(side, replicas - side, [](Link& link) { link.partitioned_ = true; });
  change(replicas - side, side, [](Link& link) { link.partitioned_ = true; });
}

}  // namespace whitewater::simnet
