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

void Links::reset(std::uint64_t seed, unsigned nodes, unsigned replicas, const LinkModel& messages,
                  const LinkModel& clients) {
  check_model(messages);
  check_model(clients);
  seed_ = seed;
  nodes_ = nodes;
  replicas_ = replicas;
  Link link;
  link.model_ = messages;
  message_links_.assign(std::size_t{nodes} * nodes, link);
  link.model_ = clients;
  client_links_.assign(std::size_t{nodes} * nodes, link);
  for (NodeId from : NodeSet::first(nodes)) restart(from, 0);
}

void Links::restart(NodeId from, std::uint32_t incarnation) {
  const std::uint64_t sender = hash_words(seed_, stream("link"), from.value, incarnation);
  for (NodeId to : NodeSet::first(nodes_)) {
    const std::uint64_t pair = combine(sender, to.value);
    message_link(from, to).key_ = combine(pair, 0);
    message_link(from, to).ordinal_ = 0;
    client_link(from, to).key_ = combine(pair, 1);
    client_link(from, to).ordinal_ = 0;
  }
}

template <class Change>
void Links::change(NodeSet from, NodeSet to, Change&& change) {
  check(((from | to) - NodeSet::first(nodes_)).empty(), "a link joins nodes of this world");
  for (NodeId a : from)
    for (NodeId b : to)
      if (a != b) change(message_link(a, b));
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
  const bool divided = !side.empty();
  for (NodeId from : replicas)
    for (NodeId to : replicas)
      message_link(from, to).partitioned_ = divided && side.contains(from) != side.contains(to);
}

}  // namespace whitewater::simnet
