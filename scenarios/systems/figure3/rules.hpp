// The rules that the second judge knows, each written from Figure 2 or Figure 3 of the Raft paper as a plain search
// through the whole record: what is wrong, in one clause, or nothing.
#pragma once

#include <optional>
#include <string>

#include "scenarios/systems/figure3/record.hpp"

namespace whitewater::scenarios::figure3 {

using Finding = std::optional<std::string>;

// Elections.
Finding election_safety(const Record& record);
Finding one_vote(const Record& record);
Finding elected_by_majority(const Record& record);
Finding vote_is_durable(const Record& record);
Finding vote_kept(const Record& record);
Finding vote_for_newer_log(const Record& record);
Finding votes_are_answered(const Record& record);
Finding term_begun_by_candidate(const Record& record);
Finding term_monotonic(const Record& record);
Finding term_of_messages(const Record& record);

// Logs.
Finding leader_append_only(const Record& record);
Finding log_matching(const Record& record);
Finding log_terms(const Record& record);
Finding term_before_entries(const Record& record);
Finding entry_made_by_leader(const Record& record);
Finding acknowledged_is_durable(const Record& record);
Finding acknowledged_in_full(const Record& record);

// Commitment.
Finding leader_completeness(const Record& record);
Finding state_machine_safety(const Record& record);
Finding committed_kept(const Record& record);
Finding committed_is_durable(const Record& record);
Finding commit_by_leader(const Record& record);
Finding commit_of_own_term(const Record& record);
Finding commit_within_log(const Record& record);

// Answers.
Finding answered_is_committed(const Record& record);
Finding answered_as_asked(const Record& record);
Finding read_is_fresh(const Record& record);

// Words of the findings.
std::string name_of(NodeId node);
std::string of_index(std::uint64_t index);  // "index 3"
std::string of_term(std::uint64_t term);    // "term 3"

// The node says that it leads, or it sends what only a leader sends, in this group: the term. 0: it does neither.
class Replay;
std::uint64_t leads_in_group(const Replay& replay);

}  // namespace whitewater::scenarios::figure3
