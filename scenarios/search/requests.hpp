// What a scenario's workload lists, whatever the workload: the requests of its clients (RequestList), and the events
// that it plans by itself (EventList). How many there are, what each is, and the scenario without some of them. What is
// left keeps all that is drawn for it.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <vector>

#include "scenarios/format/event_list.hpp"
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

// --- events ---

// 0: the workload plans none, or always all of them.
std::size_t event_count(const Scenario& scenario);

// Precondition: place < event_count(scenario).
ListedEvent event_at(const Scenario& scenario, std::size_t place);

// Precondition: kept is as long as the list.
Scenario with_events(Scenario scenario, const std::vector<bool>& kept);
Scenario without_event(Scenario scenario, std::size_t place);

// It happens at that time. Nothing: it cannot.
std::optional<Scenario> with_event_at(Scenario scenario, std::size_t place, Duration time);

}  // namespace whitewater::scenarios
