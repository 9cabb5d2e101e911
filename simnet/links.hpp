// Links: what happens between two nodes, one struct for each ordered pair and plane. Every decision (lost,
// duplicated, how late) is drawn from a key of the link (seed, sender, its incarnation, receiver, plane)
// and the message's identity: the fate of one message does not depend on which others were sent.
// A link of a node to itself is a link like the others, except that no fault touches it.
// Must not know what a message means, nor who is alive.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "core/actor/effects.hpp"
#include "core/base/hash.hpp"
#include "core/base/ids.hpp"
#include "core/base/node_numbers.hpp"
#include "core/base/random.hpp"
#include "simnet/delay.hpp"
#include "simnet/link_modifiers.hpp"
#include "simnet/link_set.hpp"

namespace whitewater::simnet {

// The members that every message reads come first, in one cache line.
class alignas(64) Link {
 public:
  // What the draws of a message hash: its identity, told apart from those of other links.
  std::uint64_t name(std::uint64_t identity) const { return name(key_, identity); }
  static std::uint64_t name(std::uint64_t key, std::uint64_t identity) {
    return key ^ (identity * 0x9E3779B97F4A7C15ull);
  }

  bool cut() const { return cuts_ > 0 || model_.cut; }
  // What is sent over it waits.
  bool clogged() const { return clogs_ > 0; }
  // The link's current model: its own model, changed by open faults.
  const LinkModel& model() const { return model_; }
  bool loses(std::uint64_t name) const { return !model_.loss.never() && happens(mix(name + loss_word), model_.loss); }
  unsigned copies(std::uint64_t name) const {
    return !model_.duplication.never() && happens(mix(name + copy_word), model_.duplication) ? 2 : 1;
  }
  // Of copy 0 or 1.
  Duration delay(std::uint64_t name, unsigned copy) const {
    return model_.delay.sample(mix(name + delay_word * (copy + 1)));
  }
  // When copy 0 or 1 of a message that is sent now arrives.
  Time arrival(Time now, std::uint64_t name, unsigned copy) { return in_order(now + delay(name, copy)); }
  // On a link that is first in, first out: not before what was sent earlier.
  Time in_order(Time time) {
    if (!first_in_first_out_) return time;
    last_arrival_ = std::max(last_arrival_, time);
    return last_arrival_;
  }

  // True for most links: not cut, not clogged, no loss, no duplication, a constant or uniform delay, and no message has
  // a fate. For such a link, plain_arrival(now, name) equals arrival(now, name, 0).
  bool plain() const { return plain_; }
  Time plain_arrival(Time now, std::uint64_t name) {
    return in_order(now + Duration{low_ + static_cast<std::int64_t>(scale(mix(name + delay_word), span_))});
  }

 private:
  friend class Links;

  static constexpr std::uint64_t loss_word = stream("loss");
  static constexpr std::uint64_t copy_word = stream("duplication");
  static constexpr std::uint64_t delay_word = stream("delay") | 1;

  // Call it after every change of the link.
  void settle();

  std::uint64_t key_ = 0;
  Time last_arrival_;
  // For a plain link: delays are uniform in [low, low + span); if span is 0, every delay is low.
  std::int64_t low_ = 0;
  std::uint64_t span_ = 0;
  bool plain_ = false;
  bool first_in_first_out_ = false;
  bool singly_ = false;      // every message is looked at: it may have a fate, or its fate is recorded
  bool modified_ = false;    // an open fault replaces something of its model, be it by the same: faults count messages
  std::uint16_t cuts_ = 0;   // how many open faults cut it
  std::uint16_t clogs_ = 0;  // how many clog it
  LinkModel model_;
};

class Links {
 public:
  // Forgets everything. Nodes 0 … replicas-1 are those that partitions divide.
  void reset(std::uint64_t seed, unsigned nodes, unsigned replicas, const LinkModel& messages, const LinkModel& clients,
             const NodeNumbers& numbers = {});
  // From now on every draw is a function of this seed instead.
  void redraw(std::uint64_t seed, std::span<const std::uint32_t> incarnations);
  // The sender's draws start anew in its next incarnation.
  void restart(NodeId from, std::uint32_t incarnation);
  // From now on no link is plain.
  void look_at_every_message();

  // What the names of messages in that life of the sender begin with; see Link::name().
  std::uint64_t key(SendKind kind, NodeId from, NodeId to, std::uint32_t incarnation) const;

  const NodeNumbers& numbers() const { return numbers_; }
  NodeSet replicas() const { return NodeSet::first(replicas_); }

  // Requests and replies have links of their own: no cut, partition or loss of the message plane touches them.
  Link& link(SendKind kind, NodeId from, NodeId to) {
    return links_[std::size_t{from.value} * nodes_ + to.value + (kind == SendKind::message ? 0 : client_links_)];
  }

  // --- faults that overlap: message plane only -------------------------------------------------------
  // Nothing passes until as many uncut() as cut() have named the link.
  void cut(const LinkSet& links);
  void uncut(const LinkSet& links);
  // Whoever carries messages keeps those of a link that is clogged, until as many unclog() as clog() have named it.
  void clog(const LinkSet& links);
  void unclog(const LinkSet& links);
  // While it is open, the modifier replaces parts of the links' models; of several, the one added last decides.
  ModifierId modify(const LinkSet& links, const LinkModifier& modifier);
  // On these links, whatever others it holds. Harmless when it is not open.
  void unmodify(ModifierId modifier, const LinkSet& links);

  // --- the links' own models, from now on; from each node of one set to each node of the other -------
  void set_loss(NodeSet from, NodeSet to, Probability loss);
  void set_duplication(NodeSet from, NodeSet to, Probability duplication);
  void set_delay(NodeSet from, NodeSet to, const DelayModel& delay);
  void set_cut(NodeSet from, NodeSet to, bool cut);
  // All between replicas, as reset() said, but without loss, duplication and cuts.
  void make_plain();

 private:
  template <class Change>
  void change(NodeSet from, NodeSet to, Change&& change);
  std::uint64_t number_of(NodeId node) const;
  std::uint64_t sender_key(NodeId from, std::uint32_t incarnation) const;
  void check_links(const LinkSet& links) const;
  // Computes the current models of these links again.
  void settle(const LinkSet& links);
  void settle(NodeId from, NodeId to);
  LinkModel& own_model(NodeId from, NodeId to) { return own_models_[std::size_t{from.value} * nodes_ + to.value]; }

  std::uint64_t seed_ = 0;
  NodeNumbers numbers_;
  std::size_t nodes_ = 0;
  unsigned replicas_ = 0;
  std::size_t client_links_ = 0;       // where they begin
  std::vector<Link> links_;            // message links by (from, to), then the client links
  std::vector<LinkModel> own_models_;  // of the message links, without what faults replace
  LinkModel messages_;                 // the models that reset() received
  LinkModifiers modifiers_;
};

}  // namespace whitewater::simnet
