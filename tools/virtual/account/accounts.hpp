// What the messages of a program tell of a failure, in sentences that name messages, senders and times. One function
// for each kind of failure; each adds lines, or none if the messages do not say enough.
#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "scenarios/story/account.hpp"
#include "tools/virtual/account/message_log.hpp"

namespace whitewater::tools::virtual_time {

// System::account: those below that fit, and what else is known of the replicas.
scenarios::Account account_of_program(const scenarios::AccountedRun& run);

// two_leaders: who voted for whom.
void account_of_votes(scenarios::Account& account, const MessageLog& messages);
// majority_heard: what had happened with the put when it was acknowledged.
void account_of_early_ok(scenarios::Account& account, const MessageLog& messages,
                         const scenarios::Violation& violation);
// refused_put: who was told of the put before its client was redirected, and after that.
void account_of_refused(scenarios::Account& account, const MessageLog& messages,
                        const scenarios::Violation& violation);
// Wrong gets: whether the replica that answered could know that it still led, and what came after the put.
void account_of_reads(scenarios::Account& account, const MessageLog& messages, const scenarios::AccountedRun& run);
// Whether the replica had another entry where an append that arrived before the record `until` brought it one of these
// puts.
void account_of_conflict(scenarios::Account& account, const MessageLog& messages, const std::set<std::string>& mids,
                         NodeId node, std::uint32_t until);
// silence, redirect_storm: whom each replica takes for its leader, and why.
void account_of_service(scenarios::Account& account, const MessageLog& messages, bool storm);

}  // namespace whitewater::tools::virtual_time
