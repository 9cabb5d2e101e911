// Health: which replicas live and reach each other, since when. A majority is healthy if its replicas all live, and
// messages between any two of them are neither cut off, nor lost, nor late; or so few are lost as the reset allows.
// No message that reaches them from outside is late either: the heartbeats of a leader that has stepped down, on their
// way for seconds, keep a majority from an election (Raft section 5.2), and no replica can tell them from new ones.
// What a checker of liveness may ask of a system rests on it: a system that cannot work while messages are lost is not
// to blame.
#pragma once

#include <array>
#include <cstdint>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"

namespace whitewater::checks {

class Health {
 public:
  // Losses are counted over so many messages of a link.
  static constexpr unsigned messages_counted = 20;

  // None of them lives yet. needed: a majority. lost_max: so many of messages_counted may be lost.
  void reset(unsigned replicas, unsigned needed, unsigned lost_max = 0);

  void up(NodeId replica, Time now) { since_[replica.value] = latest_ = now; }
  // It died, or a fault paused it.
  void down(NodeId replica, Time now);
  // The link from one to the other is cut, or whole again.
  void cut(NodeId from, NodeId to, bool is_cut, Time now);
  // A message was sent from one to the other, and lost by chance, or not.
  void sent(NodeId from, NodeId to, bool lost, Time now);
  // A message from one to the other was cut off.
  void missed(NodeId from, NodeId to, Time now);
  // It came late.
  void late(NodeId from, NodeId to, Time now);
  // Something that no message shows troubles all replicas: clocks that jump, say. Until it is taken back.
  void trouble(bool is_troubled, Time now);

  // The latest moment at which anything of this happened.
  Time calm_since() const { return latest_; }
  bool troubled() const { return troubled_; }
  // A majority, `without` these, that has been healthy from that time on. Empty: there is none.
  NodeSet majority(Time since, NodeSet without = {}) const;

 private:
  Time& pair(NodeId from, NodeId to) { return pairs_[from.value][to.value]; }

  unsigned replicas_ = 0;
  unsigned needed_ = 1;
  unsigned lost_max_ = 0;
  bool troubled_ = false;
  Time latest_;
  // time_never: it does not live, the link is cut.
  std::array<Time, NodeSet::nodes_max> since_{};
  std::array<Time, NodeSet::nodes_max> late_{};  // the latest message of any other that came late, by who received it
  std::array<std::array<Time, NodeSet::nodes_max>, NodeSet::nodes_max> pairs_{};
  // Of the latest messages of a link, a bit each: it was lost.
  std::array<std::array<std::uint32_t, NodeSet::nodes_max>, NodeSet::nodes_max> losses_{};
};

}  // namespace whitewater::checks
