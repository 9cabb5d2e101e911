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
// Those that the workload plans by itself.
void drop_events(Shrinking& shrinking);
// Two that only together can go.
void drop_pairs_of_faults(Shrinking& shrinking);

// --- shrink_replicas.cpp ---
void drop_replicas(Shrinking& shrinking);
// Each alone, and no two that only together can go.
void drop_single_replicas(Shrinking& shrinking);

// --- shrink_fates.cpp: single messages and writes ---
// Chance becomes data: the requests become a list, the network loses and delays nothing, and of what became of messages
// and writes as little becomes fates as still makes it fail. If the run cannot be written down exactly, a warning says
// so, and only the requests become a list.
void pin_chance(Shrinking& shrinking);
void drop_fates(Shrinking& shrinking);
// A fate that is named by its place in the protocol becomes one of the first message or write of its kind from a
// time on: then nothing has to stay for the sake of a name.
void aim_fates(Shrinking& shrinking);
// Delays are all one, and round; second copies are none.
void simplify_fates(Shrinking& shrinking);

// --- shrink_requests.cpp: what clients ask ---
// All at once that begin after the failure.
void drop_late_requests(Shrinking& shrinking);
// All at once but those of the few keys that were asked for last: what is wrong is seen there.
void drop_other_keys(Shrinking& shrinking);
void drop_requests(Shrinking& shrinking);

// --- shrink_fields.cpp: the configuration ---
// Everything that system, workload and network are told becomes the default, unless clients or time would grow.
void plain_fields(Shrinking& shrinking);
// Numbers that the system is told become smaller, if they are not the defaults: a smaller window needs fewer requests.
void smaller_numbers(Shrinking& shrinking);
// Fewer clients, by whatever field of the workload says how many there are.
void drop_clients(Shrinking& shrinking);
// Fewer elements of the lists of system and workload, of special links and of clocks.
void drop_list_elements(Shrinking& shrinking);

// --- shrink_life.cpp: the length of the run ---
// The heal goes, if the failure is not about what comes after it; the load ends soon after the failure.
void shorten_life(Shrinking& shrinking);

// --- shrink_times.cpp: each fault by itself ---
// It strikes fewer, once, for a shorter time, at a round time.
void simplify_faults(Shrinking& shrinking);

// --- shrink_draws.cpp ---
// What the system drew before the failure is listed again. A draw leaves the list if the failure comes with any seed.
void pin_draws(Shrinking& shrinking);
// A replica that a fault draws is named.
void name_drawn_replicas(Shrinking& shrinking);

// --- shrink_redraw.cpp ---
// A fault, fate or request that can go when what the system draws is drawn anew, and times move a little.
void drop_redrawn(Shrinking& shrinking);

// --- shrink_slack.cpp ---
// Times move away from those with which it does not fail any more.
void give_slack(Shrinking& shrinking);

// --- shrink_triggers.cpp ---
// It begins at an occurrence of the run, as "became_leader", instead of at a time.
void trigger_faults(Shrinking& shrinking);

// What its system and workload have to say against a scenario that was made from a good one.
bool is_valid(const Scenario& scenario);

}  // namespace whitewater::scenarios
