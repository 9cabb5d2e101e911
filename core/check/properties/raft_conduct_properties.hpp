// ConductProperties: what a node does in elections and as a leader, judged from outside: by the messages that it was
// handed and sent, by what it wrote, and by what its own clock showed meanwhile. Never by what it says of itself.
// Remembers over a node's lives what the node promised; forgets with a life whom the node heard.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/actor/effects.hpp"
#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/check/properties/property.hpp"
#include "core/raft/config.hpp"
#include "core/raft/configuration.hpp"
#include "core/raft/message.hpp"
#include "core/raft/types.hpp"

namespace whitewater::checks {

class ConductProperties {
 public:
  // Violations are added to `violation`, which outlives this object.
  explicit ConductProperties(FirstViolation& violation) : violation_(violation) {}
  ConductProperties(const ConductProperties&) = delete;
  ConductProperties& operator=(const ConductProperties&) = delete;

  // Resets to the initial state, keeping memory. config: as the nodes were given it.
  void reset(const raft::Config& config);

  // --- what a node was handed and did, in the order of its events; now: what its clock showed ----------------
  // It started with this on its disk.
  void started(NodeId node, const raft::HardState& found);
  // It answered an append in the append's own term. The leader of that term may hold a lease because of the answer.
  void answered_append(NodeId node, Time now) { contacts_[node.value] = now; }
  // It was handed this message.
  void handed(NodeId node, Time now, NodeId from, const raft::Message& message) {
    if (const auto* accepted = std::get_if<raft::AppendAccepted>(&message))
      heard_answer(node, now, from, accepted->term.value);
    else if (!std::holds_alternative<raft::AppendEntries>(message))
      handed_other(node, now, from, message);
  }
  // It grants a vote or a pre-vote.
  bool grants(NodeId node, Time now, NodeId to);
  // It writes a term and a vote.
  bool wrote(NodeId node, const raft::HardState& hard);
  // A timer of it fired: a leader's chance to see that nobody answers it any more. Fast path.
  bool timer_fired(NodeId node, Time now, const Effects& effects) {
    return now <= nodes_[node.value].heard_until || leads_unheard(node, now, effects);
  }

 private:
  struct Known {
    // Of all lives.
    raft::HardState written;  // its latest write; at a start, what was on its disk
    // Of this life.
    std::uint64_t prevote_term = 0;  // the term that prevotes is about
    NodeSet prevotes;                // who granted it a pre-vote in that term
    std::uint64_t campaign = 0;      // the term in which it voted for itself, if it has written no later one; else 0
    Time elected = raft::time_long_ago;  // when it was handed the latest vote of that term
    std::array<Time, raft::Configuration::voters_max>
        heard{};                    // when each other node last answered its appends of that term
    Time heard_until = time_never;  // until then no rule can be broken: a quorum answered recently enough
    bool missed_a_chance = false;   // a timer fired too late already, and the node may have stepped down since
  };

  // It was handed the answer to one of its appends.
  void heard_answer(NodeId node, Time now, NodeId from, std::uint64_t term) {
    Known& known = nodes_[node.value];
    if (term == known.campaign && from.value < known.heard.size()) known.heard[from.value] = now;
  }
  void handed_other(NodeId node, Time now, NodeId from, const raft::Message& message);
  bool leads_unheard(NodeId node, Time now, const Effects& effects);
  bool begins_campaign(NodeId node, std::uint64_t term);
  static void begin_term(Known& known, std::uint64_t campaign);

  FirstViolation& violation_;
  raft::Configuration configuration_;
  Duration promise_;  // no vote so long after an answered append
  Duration silence_;  // no appends so long after a quorum was heard
  bool prevote_ = true;
  bool check_quorum_ = true;
  std::uint64_t latest_term_ = 0;  // that any node wrote
  std::vector<Known> nodes_;
  std::vector<Time> contacts_;  // by node: when it last answered an append, in whatever life
};

}  // namespace whitewater::checks
