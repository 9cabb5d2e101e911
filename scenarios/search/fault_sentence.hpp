// A fault of a scenario as a noun phrase for sentences: "the kill of the leader at 1.2s", "the partition of 0001 from
// 350ms to 980ms", "the loss (probability 0.5) from 0001 to all at 2s".
#pragma once

#include <string>

#include "scenarios/format/scheduled_fault.hpp"

namespace whitewater::scenarios {

std::string fault_sentence(const ScheduledFault& fault);
// The same without the time.
std::string fault_subject(const ScheduledFault& fault);

// "the previous leader"; "all"
std::string role_words(ReplicaRole role);
// "the leader", "0001, 0002", "2 drawn replicas", "all"
std::string replicas_sentence(const ReplicaSet& replicas);

}  // namespace whitewater::scenarios
