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
  plain_ = !singly_ && !cut() && !clogged() && !modified_ && model_.loss.never() && model_.duplication.never() &&
           (delay.kind == DelayModel::Kind::uniform || delay.kind == DelayModel::Kind::constant);
}

void Links::reset(std::uint64_t seed, unsigned nodes, unsigned replicas, const LinkModel& messages,
                  const LinkModel& clients, const NodeNumbers& numbers) {
  check_model(messages);
  check_model(clients);
  seed_ = seed;
  numbers_ = numbers;
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
  own_models_.assign(client_links_, messages);
  messages_ = messages;
  modifiers_.clear();
  for (NodeId from : NodeSet::first(nodes)) restart(from, 0);
}

// Of a node in draws. One that is no replica is counted from the first that is none, so that its links draw the same
// whatever the number of replicas.
std::uint64_t Links::number_of(NodeId node) const {
  if (node.value < replicas_) return numbers_.of(node);
  return combine(stream("no replica"), node.value - replicas_);
}

std::uint64_t Links::sender_key(NodeId from, std::uint32_t incarnation) const {
  return hash_words(seed_, stream("link"), number_of(from), incarnation);
}

std::uint64_t Links::key(SendKind kind, NodeId from, NodeId to, std::uint32_t incarnation) const {
  return combine(combine(sender_key(from, incarnation), number_of(to)), kind == SendKind::message ? 0 : 1);
}

void Links::restart(NodeId from, std::uint32_t incarnation) {
  const std::uint64_t sender = sender_key(from, incarnation);
  for (NodeId to : NodeSet::first(static_cast<unsigned>(nodes_))) {
    const std::uint64_t pair = combine(sender, number_of(to));
    std::uint64_t plane = 0;
    for (Link* link : {&this->link(SendKind::message, from, to), &this->link(SendKind::request, from, to)}) {
      link->key_ = combine(pair, plane++);
    }
  }
}

void Links::look_at_every_message() {
  for (Link& link : links_) {
    link.singly_ = true;
    link.settle();
  }
}

void Links::redraw(std::uint64_t seed, std::span<const std::uint32_t> incarnations) {
  seed_ = seed;
  for (const NodeId from : NodeSet::first(static_cast<unsigned>(nodes_))) restart(from, incarnations[from.value]);
}

void Links::settle(NodeId from, NodeId to) {
  Link& changed = link(SendKind::message, from, to);
  changed.model_ = modifiers_.applied(own_model(from, to), from, to);
  changed.modified_ = modifiers_.touch(from, to);
  changed.settle();
}

void Links::settle(const LinkSet& links) {
  links.for_each([this](NodeId from, NodeId to) { settle(from, to); });
}

void Links::check_links(const LinkSet& links) const {
  check((links.nodes() - NodeSet::first(static_cast<unsigned>(nodes_))).empty(), "a link joins nodes of this world");
}

void Links::cut(const LinkSet& links) {
  check_links(links);
  links.for_each([this](NodeId from, NodeId to) { ++link(SendKind::message, from, to).cuts_; });
  settle(links);
}

void Links::uncut(const LinkSet& links) {
  check_links(links);
  links.for_each([this](NodeId from, NodeId to) {
    Link& cut_link = link(SendKind::message, from, to);
    check(cut_link.cuts_ > 0, "a cut that ends was begun");
    --cut_link.cuts_;
  });
  settle(links);
}

void Links::clog(const LinkSet& links) {
  check_links(links);
  links.for_each([this](NodeId from, NodeId to) { ++link(SendKind::message, from, to).clogs_; });
  settle(links);
}

void Links::unclog(const LinkSet& links) {
  check_links(links);
  links.for_each([this](NodeId from, NodeId to) {
    Link& clogged = link(SendKind::message, from, to);
    check(clogged.clogs_ > 0, "a clog that ends was begun");
    --clogged.clogs_;
  });
  settle(links);
}

ModifierId Links::modify(const LinkSet& links, const LinkModifier& modifier) {
  check_links(links);
  LinkModel model;
  check_model(LinkModifiers::replaced(model, modifier));
  const ModifierId id = modifiers_.add(links, modifier);
  settle(links);
  return id;
}

void Links::unmodify(ModifierId modifier, const LinkSet& links) {
  settle(modifiers_.remove(modifier, links));
}

// change is handed the own model of each link.
template <class Change>
void Links::change(NodeSet from, NodeSet to, Change&& change) {
  check(((from | to) - NodeSet::first(static_cast<unsigned>(nodes_))).empty(), "a link joins nodes of this world");
  for (NodeId a : from)
    for (NodeId b : to) {
      if (a == b) continue;
      change(own_model(a, b));
      settle(a, b);
    }
}

void Links::set_loss(NodeSet from, NodeSet to, Probability loss) {
  check(loss.ppm <= Probability::ppm_max, "a probability is at most one");
  change(from, to, [loss](LinkModel& own) { own.loss = loss; });
}

void Links::set_duplication(NodeSet from, NodeSet to, Probability duplication) {
  check(duplication.ppm <= Probability::ppm_max, "a probability is at most one");
  change(from, to, [duplication](LinkModel& own) { own.duplication = duplication; });
}

void Links::set_delay(NodeSet from, NodeSet to, const DelayModel& delay) {
  check(delay.valid(), "no link is faster than nothing or slower than a hundred years");
  change(from, to, [&delay](LinkModel& own) { own.delay = delay; });
}

void Links::set_cut(NodeSet from, NodeSet to, bool cut) {
  change(from, to, [cut](LinkModel& own) { own.cut = cut; });
}

void Links::make_plain() {
  LinkModel plain = messages_;
  plain.loss = {};
  plain.duplication = {};
  plain.cut = false;
  change(replicas(), replicas(), [&plain](LinkModel& own) { own = plain; });
}

}  // namespace whitewater::simnet
