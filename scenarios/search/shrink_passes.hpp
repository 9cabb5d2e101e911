// The passes of a shrink, a file each: what each of them proposes to leave out, or to say more simply. A pass stops by
// itself when no more runs may be made.
#pragma once

#include "scenarios/search/shrinking.hpp"

namespace whitewater::scenarios {

// --- shrink_faults.cpp: fewer of them ---
// Those that begin after the failure, or that struck nobody before it, all at once. The latest run is the failing one.
void drop_idle_faults(Shrinking& shrinking);
// A fault and what ends it become one fault with a length: all of them at once, or each alone.
void join_faults(Shrinking& shrinking);
void drop_faults(Shrinking& shrinking);
// Two that only together can go.
void drop_pairs_of_faults(Shrinking& shrinking);

// --- shrink_requests.cpp: what clients ask ---
// A drawn load becomes the list of what was asked. The latest run is the failing one.
void list_requests(Shrinking& shrinking);
// All at once that begin after the failure.
void drop_late_requests(Shrinking& shrinking);
void drop_requests(Shrinking& shrinking);

// --- shrink_fields.cpp: the configuration ---
// Everything that system, workload and network are told becomes the default, unless clients or time would grow.
void plain_fields(Shrinking& shrinking);
// Fewer elements of the lists of system and workload, of special links and of clocks.
void drop_list_elements(Shrinking& shrinking);

// --- shrink_life.cpp: the length of the run ---
// The heal goes, if the failure is not about what comes after it; the load ends soon after the failure.
void shorten_life(Shrinking& shrinking);

// --- shrink_times.cpp: each fault by itself ---
// It strikes fewer, once, for a shorter time, at a round time.
void simplify_faults(Shrinking& shrinking);

// What its system and workload have to say against a scenario that was made from a good one.
bool is_valid(const Scenario& scenario);

}  // namespace whitewater::scenarios
