// What is said of a failure, for people: its faults in words, and all of it in one paragraph.
#pragma once

#include <string>

#include "scenarios/search/shrink.hpp"

namespace whitewater::scenarios {

// "a partition of the leader at 2s for 300ms"
std::string fault_words(const ScheduledFault& fault);

// "the loss of append_entries of term 3 at index 17 from 0002 to 0004"
std::string fate_words(const Fate& fate, const Scenario& scenario);

// "0001 and 0002 lead in term 3 at 2.1s, in a cluster of 3, with 1 request of 1 client, when a partition of …."
std::string failure_description(const Failure& failure, const ShrinkSizes& sizes);

}  // namespace whitewater::scenarios
