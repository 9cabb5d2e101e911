// What goes wrong in a scenario, as noun phrases for sentences. Descriptions of shrunk failures, explanations and
// reports of a shrink use these words and no others: "the kill of the leader at 1200ms", "the partition of 0001 from
// 350ms to 980ms", "the loss (probability 0.5) from 0001 to all at 2s", "the delay of 212ms of vote_granted from …".
#pragma once

#include <string>
#include <vector>

#include "scenarios/format/event_list.hpp"
#include "scenarios/format/fate.hpp"
#include "scenarios/format/scenario.hpp"
#include "scenarios/format/scheduled_fault.hpp"

namespace whitewater::scenarios {

std::string fault_sentence(const ScheduledFault& fault);
// The same without the time.
std::string fault_subject(const ScheduledFault& fault);

// "the loss of append_entries of term 3 at index 17 from 0002 to 0004"
std::string fate_sentence(const Fate& fate, const Scenario& scenario);

// "the kill_leader at 15s"
std::string event_sentence(const ListedEvent& event);

// "a, b and c"
std::string listed(const std::vector<std::string>& parts);

// "the previous leader"; "all"
std::string role_words(ReplicaRole role);
// "the leader", "0001, 0002", "2 drawn replicas", "all"
std::string replicas_sentence(const ReplicaSet& replicas);

}  // namespace whitewater::scenarios
