// Votes, pre-votes and campaigns are rare: all of this is off the fast path.
#include "core/check/properties/raft_conduct_properties.hpp"

#include <algorithm>
#include <string>

#include "core/raft/peer_message.hpp"

namespace whitewater::checks {

namespace {

std::string milliseconds_text(Duration duration) {
  const std::int64_t microseconds = duration.ns / 1'000;
  std::string fraction = std::to_string(microseconds % 1'000);
  return number(static_cast<std::uint64_t>(microseconds / 1'000)) + "." + std::string(3 - fraction.size(), '0') +
         fraction + " ms";
}

}  // namespace

void ConductProperties::reset(const raft::Config& config) {
  configuration_ = raft::Configuration(NodeSet::first(config.replicas));
  promise_ = config.timing.election_timeout_min;
  silence_ = config.timing.election_timeout_max * 2;
  prevote_ = config.prevote;
  check_quorum_ = config.check_quorum;
  latest_term_ = 0;
  nodes_.assign(config.replicas, {});
  contacts_.assign(config.replicas, raft::time_long_ago);
}

void ConductProperties::begin_term(Known& known, std::uint64_t campaign) {
  known.campaign = campaign;
  known.elected = raft::time_long_ago;
  known.heard.fill(raft::time_long_ago);
  known.heard_until = time_never;
  known.missed_a_chance = false;
}

void ConductProperties::started(NodeId node, const raft::HardState& found) {
  Known& known = nodes_[node.value];
  // What the node answered before its first durable term never left it, so no leader relies on that.
  if (found.current_term == raft::Term{}) contacts_[node.value] = raft::time_long_ago;
  known.written = found;
  known.prevote_term = 0;
  known.prevotes = {};
  begin_term(known, 0);
}

void ConductProperties::handed_other(NodeId node, Time now, NodeId from, const raft::Message& message) {
  Known& known = nodes_[node.value];
  if (const auto* rejected = std::get_if<raft::AppendRejected>(&message)) {
    heard_answer(node, now, from, rejected->term.value);
  } else if (const auto* granted = std::get_if<raft::VoteGranted>(&message)) {
    // The vote that wins an election is the last one before the node leads.
    if (granted->term.value != known.campaign) return;
    known.elected = now;
    if (check_quorum_ && !configuration_.decides_alone(node)) known.heard_until = now + silence_;
  } else if (const auto* pre_vote = std::get_if<raft::PreVoteGranted>(&message)) {
    if (pre_vote->term.value < known.prevote_term) return;
    if (pre_vote->term.value > known.prevote_term) known.prevotes = {};
    known.prevote_term = pre_vote->term.value;
    known.prevotes.insert(from);
  }
}

bool ConductProperties::grants(NodeId node, Time now, NodeId to) {
  const Time contact = contacts_[node.value];
  if (now >= contact + promise_) return true;
  return violation_.add(Property::promise_kept, node,
                        who(node) + " votes for " + who(to) + " " + milliseconds_text(now - contact) +
                            " after it answered an append of a leader, by its own clock");
}

bool ConductProperties::wrote(NodeId node, const raft::HardState& hard) {
  Known& known = nodes_[node.value];
  const raft::HardState before = known.written;
  const std::uint64_t term = hard.current_term.value;
  known.written = hard;
  if (hard.current_term == before.current_term && before.voted_for.valid() && !hard.voted_for.valid())
    return violation_.add(Property::vote_kept, node,
                          who(node) + " voted for " + who(before.voted_for) + " in term " + number(term) +
                              ", and writes that it has not voted in that term");
  const bool campaigns =
      hard.voted_for == node && (hard.current_term != before.current_term || before.voted_for != node);
  if (hard.current_term != before.current_term || campaigns) begin_term(known, campaigns ? term : 0);
  if (term > latest_term_) {
    latest_term_ = term;
    if (!campaigns)
      return violation_.add(Property::term_begun_by_candidate, node,
                            who(node) + " is the first node that writes term " + number(term) +
                                ", and does not vote for itself in that term");
  }
  return !campaigns || begins_campaign(node, term);
}

bool ConductProperties::begins_campaign(NodeId node, std::uint64_t term) {
  if (!prevote_) return true;
  const Known& known = nodes_[node.value];
  const NodeSet granted = known.prevote_term == term ? known.prevotes : NodeSet{};
  if (configuration_.has_quorum(granted | NodeSet::of(node))) return true;
  return violation_.add(Property::campaign_after_prevotes, node,
                        who(node) + " votes for itself in term " + number(term) + ", for which " +
                            number(granted.size()) + " other nodes granted it a pre-vote");
}

// A timer may fire late, because its node was paused or slow. So the first late one is only the chance to step down,
// and a further one shows that the node did not.
bool ConductProperties::leads_unheard(NodeId node, Time now, const Effects& effects) {
  Known& known = nodes_[node.value];
  const Time heard = std::max(
      known.elected, configuration_.quorum_value(node, now, [&](NodeId other) { return known.heard[other.value]; }));
  if (now <= heard + silence_) {
    known.heard_until = heard + silence_;
    known.missed_a_chance = false;
    return true;
  }
  const bool leads = std::any_of(effects.sends.begin(), effects.sends.end(), [&](const Effects::Send& send) {
    const auto* peer = send.payload.get_if<raft::PeerMessage>();
    const auto* append = peer != nullptr ? std::get_if<raft::AppendEntries>(&peer->message) : nullptr;
    return append != nullptr && append->term.value == known.campaign;
  });
  if (!leads || !std::exchange(known.missed_a_chance, true)) {
    known.missed_a_chance = true;
    return true;
  }
  return violation_.add(Property::leader_heard_quorum, node,
                        who(node) + " sends appends of term " + number(known.campaign) + " " +
                            milliseconds_text(now - heard) + " after it last heard a majority, by its own clock");
}

}  // namespace whitewater::checks
