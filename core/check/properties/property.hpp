// The properties of a replicated cluster that are checked after every event, as a table: a name for reports, the rule
// in one sentence, and when it is asked (docs/properties.md is this table, and is tested against it); and the first
// violation of any of them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/ids.hpp"

namespace whitewater::checks {

enum class Property : std::uint8_t {
  // terms and votes
  election_safety,
  one_vote,
  elected_by_majority,
  term_monotonic,
  term_of_messages,
  vote_is_durable,
  votes_are_answered,
  vote_for_newer_log,
  promise_kept,
  restart_keeps_durable,
  // logs
  leader_append_only,
  log_matching,
  log_terms,
  term_before_entries,
  entry_made_by_leader,
  acknowledged_is_durable,
  acknowledged_in_full,
  // commitment
  leader_completeness,
  state_machine_safety,
  committed_kept,
  committed_is_durable,
  commit_by_leader,
  commit_of_own_term,
  commit_within_log,
  commit_monotonic,
  commit_advances,
  // what a leader knows of its followers
  match_is_true,
  match_monotonic,
  match_within_bounds,
  // state machines and clients
  applied_monotonic,
  same_state,
  effect_at_most_once,
  answered_is_committed,
  read_is_fresh,
};

struct PropertyRow {
  Property property;
  std::string_view name;
  std::string_view rule;
  std::string_view asked;  // when, and what an answer costs
};

inline constexpr std::array<PropertyRow, 34> properties{{
    {Property::election_safety, "election_safety", "a term has at most one leader, over all time (Raft §5.2)",
     "when a node comes to lead: one look-up"},
    {Property::one_vote, "one_vote", "a node votes for one candidate a term, over all its lives (Raft §5.2)",
     "when a vote becomes durable: one look-up"},
    {Property::elected_by_majority, "elected_by_majority",
     "whoever leads a term has the durable votes of a majority in it (Raft §5.2)",
     "when a node comes to lead: a step a node"},
    {Property::term_monotonic, "term_monotonic", "a replica's term never decreases (Raft §5.1)",
     "when anything changed: one comparison"},
    {Property::term_of_messages, "term_of_messages",
     "no message leaves a node before the term that it speaks of is on the node's disk (Raft §5.1)",
     "when a message is sent: two comparisons"},
    {Property::vote_is_durable, "vote_is_durable",
     "a vote, or the request for one, leaves a node only when the disk says the same as its memory (Raft §5.2)",
     "when a vote or a request for one is sent: four comparisons"},
    {Property::votes_are_answered, "votes_are_answered",
     "whoever asks for a vote, or for a trial vote, gets an answer, be his term ever so old (Raft figure 2)",
     "when a vote is asked for: a look at what is sent"},
    {Property::vote_for_newer_log, "vote_for_newer_log",
     "a vote, or a trial vote, goes only to a log that is at least as up to date (Raft §5.4.1)",
     "when a vote is granted: two comparisons"},
    {Property::promise_kept, "promise_kept",
     "no vote within the shortest election timeout of a leader's contact, also in a new life (thesis §6.4.1)",
     "when a vote is granted: one comparison"},
    {Property::restart_keeps_durable, "restart_keeps_durable",
     "a node starts again with the term, the vote and the log that were durable (Raft figure 2)",
     "when a node starts: four comparisons"},
    {Property::leader_append_only, "leader_append_only", "a leader only appends to its log (Raft §5.3)",
     "when a log changed: a step an entry removed"},
    {Property::log_matching, "log_matching", "index and term of an entry determine the log up to it (Raft §5.3)",
     "when a log grows: a step an entry"},
    {Property::log_terms, "log_terms",
     "terms never decrease along a log, nor exceed the term of its replica (Raft §5.3)",
     "when a log grows: a step an entry"},
    {Property::term_before_entries, "term_before_entries",
     "a term is written before entries of it, so that no crash leaves them without it (Raft figure 2)",
     "when entries are written: one comparison"},
    {Property::entry_made_by_leader, "entry_made_by_leader",
     "an entry first appears at the leader of its term, so nobody is ahead of it there, and no log has the term before "
     "(Raft §5.3)",
     "when an entry is first seen: one comparison"},
    {Property::acknowledged_is_durable, "acknowledged_is_durable",
     "an acknowledgement leaves a node only when term and entries that it speaks of are on its disk (Raft §5.3)",
     "when an acknowledgement is sent: four comparisons"},
    {Property::acknowledged_in_full, "acknowledged_in_full",
     "an append that is accepted is acknowledged as far as it reaches, also when all of it was there (Raft figure 2)",
     "when an append makes its receiver write nothing: two comparisons"},
    {Property::leader_completeness, "leader_completeness",
     "a leader holds every entry committed in smaller terms (Raft §5.4.3)", "when a node comes to lead: one bisection"},
    {Property::state_machine_safety, "state_machine_safety",
     "no two replicas commit different entries at an index (Raft §5.4.3)", "when a commit index changed: one look-up"},
    {Property::committed_kept, "committed_kept", "a replica never removes an entry that it knows to be committed",
     "when a log lost entries: a step an entry removed"},
    {Property::committed_is_durable, "committed_is_durable",
     "what a leader commits is on the disks of a majority, its own counted like any other (Raft §5.3, §5.4.2)",
     "when a leader's commit index changed: a step a node"},
    {Property::commit_by_leader, "commit_by_leader", "an entry is first committed by a leader (Raft figure 2)",
     "when an entry is first committed: one comparison"},
    {Property::commit_of_own_term, "commit_of_own_term",
     "a leader commits by counting only at an entry of its own term (Raft §5.4.2)",
     "when a leader's commit index changed: one comparison"},
    {Property::commit_within_log, "commit_within_log", "a replica commits what it holds, and applies what it commits",
     "when anything changed: two comparisons"},
    {Property::commit_monotonic, "commit_monotonic", "a replica's commit index never decreases",
     "when anything changed: one comparison"},
    {Property::commit_advances, "commit_advances",
     "a leader commits as soon as a majority holds an entry of its own term (Raft figure 2)",
     "when a leader learns what a follower holds: a step a node"},
    {Property::match_is_true, "match_is_true",
     "what a leader takes a follower to hold, the follower has on its disk (Raft figure 2)",
     "when a leader learns what a follower holds: two comparisons"},
    {Property::match_monotonic, "match_monotonic",
     "while it leads, a leader never takes a follower to hold less than before (Raft figure 2)",
     "when a leader learns what a follower holds: one comparison"},
    {Property::match_within_bounds, "match_within_bounds",
     "a leader sends next what is behind all that the follower is taken to hold, which is in its own log",
     "at every event of a leader: two comparisons a follower it is about"},
    {Property::applied_monotonic, "applied_monotonic", "a replica never unapplies a command",
     "when anything changed: one comparison"},
    {Property::same_state, "same_state", "having applied the same index, state machines are the same (Raft §2)",
     "when commands are applied: one look-up"},
    {Property::effect_at_most_once, "effect_at_most_once",
     "a put takes effect once, however often it is committed within the sessions' window (Raft §8)",
     "at every event: one comparison; when an entry is committed: one look-up"},
    {Property::answered_is_committed, "answered_is_committed",
     "a put is answered ok only when it is committed (Raft §8)", "when a put is answered: one look-up"},
    {Property::read_is_fresh, "read_is_fresh",
     "a get reflects all that anybody had committed when it arrived at the replica that answers it (Raft §8)",
     "when a get arrives or is answered: one look-up"},
}};

struct PropertyViolation {
  std::string_view property;  // a name of the table
  std::string sentence;       // who, in which term, at which index; then the rule
  NodeId node;                // whose event showed it
};

// Kept until reset; what comes later is most often its consequence.
class FirstViolation {
 public:
  void reset() { found_.reset(); }
  explicit operator bool() const { return found_.has_value(); }
  const std::optional<PropertyViolation>& get() const { return found_; }
  // Always false: what was judged does not hold.
  [[gnu::noinline, gnu::cold]] bool add(Property property, NodeId node, std::string sentence) {
    const PropertyRow& row = properties[static_cast<std::size_t>(property)];
    if (!found_) found_ = PropertyViolation{row.name, std::move(sentence.append("; but ").append(row.rule)), node};
    return false;
  }

 private:
  std::optional<PropertyViolation> found_;
};

// Words for sentences.
inline std::string number(std::uint64_t value) {
  return std::to_string(value);
}
inline std::string who(NodeId node) {
  return std::string("node ").append(number(node.value));
}

}  // namespace whitewater::checks
