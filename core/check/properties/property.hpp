// The properties of a replicated cluster that are checked after every event, as a table: a name for reports, the rule
// in one sentence, and when the rule is checked (docs/properties.md is this table, and is tested against it). And
// FirstViolation, which keeps the first violation of any property.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/ids.hpp"
#include "core/text/node_text.hpp"

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
  vote_kept,
  term_begun_by_candidate,
  campaign_after_prevotes,
  leader_heard_quorum,
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
  snapshot_is_committed,
  snapshot_before_trim,
  // what a leader knows about its followers
  match_is_true,
  match_monotonic,
  match_within_bounds,
  // state machines and clients
  applied_monotonic,
  same_state,
  effect_at_most_once,
  answered_is_committed,
  answered_as_asked,
  read_is_fresh,
};

struct PropertyRow {
  Property property;
  std::string_view name;
  std::string_view rule;
  std::string_view judged;  // what the rule is judged by
  std::string_view asked;   // when the rule is checked, and what a check costs
};

inline constexpr std::array<PropertyRow, 41> properties{{
    {Property::election_safety, "election_safety",
     "a term has at most one leader, over all time, and nobody else sends appends of that term (Raft §5.2)",
     "messages, state", "when a node becomes leader: one look-up; when an append is sent: two comparisons"},
    {Property::one_vote, "one_vote", "a node votes for at most one candidate per term, over all its lives (Raft §5.2)",
     "writes", "when a vote becomes durable: one look-up"},
    {Property::elected_by_majority, "elected_by_majority",
     "the leader of a term has the durable votes of a majority in that term (Raft §5.2)", "state, writes",
     "when a node becomes leader: one step per node"},
    {Property::term_monotonic, "term_monotonic", "a replica's term never decreases (Raft §5.1)", "state",
     "when anything changed: one comparison"},
    {Property::term_of_messages, "term_of_messages",
     "a node sends a message of a term only after that term is on its disk (Raft §5.1)", "messages, writes",
     "when a message is sent: two comparisons"},
    {Property::vote_is_durable, "vote_is_durable",
     "a node sends a vote or a vote request only when its disk holds the same term and vote as its memory (Raft "
     "§5.2)",
     "messages, writes", "when a vote or a vote request is sent: four comparisons"},
    {Property::votes_are_answered, "votes_are_answered",
     "a node answers every vote request and pre-vote request, however old the request's term is (Raft figure 2)",
     "messages", "when a vote request arrives: a scan of what is sent"},
    {Property::vote_for_newer_log, "vote_for_newer_log",
     "a node grants a vote or a pre-vote only to a candidate whose log is at least as up to date as its own (Raft "
     "§5.4.1)",
     "messages, state", "when a vote is granted: two comparisons"},
    {Property::promise_kept, "promise_kept",
     "a node grants no vote within the minimum election timeout after it answered an append, not even in a later term "
     "or after a restart (thesis §6.4.1)",
     "messages, clock", "when an append is answered: a scan of what is sent; when a vote is granted: one comparison"},
    {Property::vote_kept, "vote_kept", "a node withdraws no vote within its term (Raft figure 2)", "writes",
     "when term and vote are written: one comparison"},
    {Property::term_begun_by_candidate, "term_begun_by_candidate",
     "the first node that writes a term votes for itself in it: only a campaign begins a term (Raft §5.2)", "writes",
     "when term and vote are written: one comparison"},
    {Property::campaign_after_prevotes, "campaign_after_prevotes",
     "with `prevote`, a node begins a campaign only after a majority granted it pre-votes for that term (thesis §9.6)",
     "messages, writes", "when term and vote are written: one comparison"},
    {Property::leader_heard_quorum, "leader_heard_quorum",
     "with `check_quorum`, no node sends appends later than twice the longest election timeout after a majority last "
     "answered it (thesis §6.2)",
     "messages, clock", "when a timer fires: one comparison; when an append is answered: one assignment"},
    {Property::restart_keeps_durable, "restart_keeps_durable",
     "a node restarts with the term, the vote and the log that were durable (Raft figure 2)", "writes, state",
     "when a node starts: four comparisons"},
    {Property::leader_append_only, "leader_append_only", "a leader only appends to its log (Raft §5.3)", "state",
     "when a log changed: one step per removed entry"},
    {Property::log_matching, "log_matching",
     "the index and the term of an entry determine the log up to that entry (Raft §5.3)", "state",
     "when a log grows: one step per entry"},
    {Property::log_terms, "log_terms",
     "terms never decrease along a log, and never exceed the term of its replica (Raft §5.3)", "state",
     "when a log grows: one step per entry"},
    {Property::term_before_entries, "term_before_entries",
     "a node writes a term before it writes entries of that term, so that no crash keeps the entries and loses the "
     "term (Raft figure 2)",
     "writes", "when entries are written: one comparison"},
    {Property::entry_made_by_leader, "entry_made_by_leader",
     "an entry appears first in the log of the leader of its term, so no other log holds an entry of that term "
     "before the leader does (Raft §5.3)",
     "state", "when an entry is first seen: one comparison"},
    {Property::acknowledged_is_durable, "acknowledged_is_durable",
     "a node sends an acknowledgement only when the term and the entries that it acknowledges are on its disk "
     "(Raft §5.3)",
     "messages, writes", "when an acknowledgement is sent: four comparisons"},
    {Property::acknowledged_in_full, "acknowledged_in_full",
     "a node acknowledges an accepted append up to its last entry, even if the node held all the entries before "
     "(Raft figure 2)",
     "messages, state", "when a node writes nothing after an append: two comparisons"},
    {Property::leader_completeness, "leader_completeness",
     "a leader holds every entry that was committed in smaller terms (Raft §5.4.3)", "state",
     "when a node becomes leader: one binary search"},
    {Property::state_machine_safety, "state_machine_safety",
     "no two replicas commit different entries at the same index (Raft §5.4.3)", "state",
     "when a commit index changed: one look-up"},
    {Property::committed_kept, "committed_kept", "a replica never removes an entry that it knows to be committed",
     "state", "when a log lost entries: one step per removed entry"},
    {Property::committed_is_durable, "committed_is_durable",
     "an entry that a leader commits is on the disks of a majority, where the leader's own disk counts like any "
     "other (Raft §5.3, §5.4.2)",
     "state, writes", "when a leader's commit index changed: one step per node"},
    {Property::commit_by_leader, "commit_by_leader", "the first replica to commit an entry is a leader (Raft figure 2)",
     "state", "when an entry is first committed: one comparison"},
    {Property::commit_of_own_term, "commit_of_own_term",
     "a leader commits by counting replicas only at an entry of its own term (Raft §5.4.2)", "state",
     "when a leader's commit index changed: one comparison"},
    {Property::commit_within_log, "commit_within_log",
     "a replica commits only entries that it holds, and applies only entries that it has committed", "state",
     "when anything changed: two comparisons"},
    {Property::commit_monotonic, "commit_monotonic", "a replica's commit index never decreases", "state",
     "when anything changed: one comparison"},
    {Property::commit_advances, "commit_advances",
     "a leader commits as soon as a majority holds an entry of its own term (Raft figure 2)", "state",
     "when a leader learns what a follower holds: one step per node"},
    {Property::snapshot_is_committed, "snapshot_is_committed",
     "the entries that a snapshot stands for are committed, and as they were committed (Raft §7)", "state",
     "when a log was replaced by a snapshot: one look-up, and one step per entry that it stands for"},
    {Property::snapshot_before_trim, "snapshot_before_trim",
     "a node removes entries from the beginning of its log only after it wrote a snapshot that stands for them (Raft "
     "§7)",
     "writes", "when a log is trimmed: one comparison"},
    {Property::match_is_true, "match_is_true",
     "a follower's disk holds the leader's log up to the match index that the leader keeps for that follower (Raft "
     "figure 2)",
     "state, writes", "when a leader learns what a follower holds: two comparisons"},
    {Property::match_monotonic, "match_monotonic",
     "while a node leads, the match index of a follower never decreases (Raft figure 2)", "state",
     "when a leader learns what a follower holds: one comparison"},
    {Property::match_within_bounds, "match_within_bounds",
     "a follower's match index is within the leader's log and smaller than the follower's next index", "state",
     "at every event of a leader: two comparisons per follower that the event is about"},
    {Property::applied_monotonic, "applied_monotonic", "a replica's applied index never decreases", "state",
     "when anything changed: one comparison"},
    {Property::same_state, "same_state", "state machines at the same applied index hold the same state (Raft §2)",
     "state", "when commands are applied: one look-up"},
    {Property::effect_at_most_once, "effect_at_most_once",
     "a store holds what the committed puts give when each takes effect once within the session's window (Raft §8)",
     "replay, state", "at every event: one comparison; when an entry is committed: one look-up"},
    {Property::answered_is_committed, "answered_is_committed",
     "a put is answered ok only after it is committed (Raft §8)", "answers, state",
     "when a put is answered: one look-up"},
    {Property::answered_as_asked, "answered_as_asked",
     "in one term a put is answered ok once, or as often as it arrived at replicas (Raft §8)", "answers",
     "when a put arrives or is answered: one look-up"},
    {Property::read_is_fresh, "read_is_fresh",
     "a get is answered only by a replica that holds what was committed when the get arrived there, and with a value "
     "that the log has given the key since (Raft §8)",
     "answers, replay", "when a get arrives or is answered: two look-ups, and one step for each put of the key since"},
}};

struct PropertyViolation {
  std::string_view property;  // a name of the table
  std::string sentence;       // which node, in which term, at which index; then the rule
  NodeId node;                // the node whose event showed the violation
};

// Keeps the first violation until reset. Later violations are usually consequences of the first one.
class FirstViolation {
 public:
  void reset() { found_.reset(); }
  explicit operator bool() const { return found_.has_value(); }
  const std::optional<PropertyViolation>& get() const { return found_; }
  // Always returns false, so that a caller can return the result: "the property does not hold".
  [[gnu::noinline, gnu::cold]] bool add(Property property, NodeId node, std::string sentence) {
    const PropertyRow& row = properties[static_cast<std::size_t>(property)];
    if (!found_) found_ = PropertyViolation{row.name, std::move(sentence.append("; but ").append(row.rule)), node};
    return false;
  }

 private:
  std::optional<PropertyViolation> found_;
};

// Words for the sentences.
inline std::string number(std::uint64_t value) {
  return std::to_string(value);
}
inline std::string who(NodeId node) {
  return std::string("node ").append(node_text(node));
}

}  // namespace whitewater::checks
