// The requests that a scenario lists, whatever its workload: how many there are, what each asks, and the scenario
// without some of them. Whoever is left keeps all that is drawn for it.
#pragma once

#include <cstddef>
#include <optional>
#include <set>

#include "scenarios/format/request_list.hpp"
#include "scenarios/format/scenario.hpp"

namespace whitewater::scenarios {

// Nothing: the load is drawn (Runner::with_listed_requests lists that of a run), or the workload has no list.
std::optional<std::size_t> request_count(const Scenario& scenario);

// Precondition: place < request_count(scenario).
ListedRequest request_at(const Scenario& scenario, std::size_t place);

// Without the requests at these places. Precondition: there is a list, and each place is below its length.
Scenario without_requests(Scenario scenario, const std::set<std::size_t>& places);

// Without the last clients, as far as they ask nothing. Nothing: there is none to take away, or there is no list.
std::optional<Scenario> without_idle_clients(Scenario scenario);

}  // namespace whitewater::scenarios
