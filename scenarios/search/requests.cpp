// Asks the workload through the toolbox.
#include "scenarios/search/requests.hpp"

#include <utility>
#include <vector>

#include "core/base/check.hpp"

namespace whitewater::scenarios {

std::optional<std::size_t> request_count(const Scenario& scenario) {
  const RequestList* const list = scenario.workload->requests;
  return list != nullptr ? list->size(scenario.workload_options) : std::nullopt;
}

ListedRequest request_at(const Scenario& scenario, std::size_t place) {
  check(place < request_count(scenario).value_or(0), "only a request of the list can be told");
  return scenario.workload->requests->at(scenario, place);
}

Scenario without_requests(Scenario scenario, const std::set<std::size_t>& places) {
  const std::optional<std::size_t> count = request_count(scenario);
  check(count && (places.empty() || *places.rbegin() < *count), "only requests of the list can be taken away");
  std::vector<bool> kept(*count, true);
  for (const std::size_t place : places) kept[place] = false;
  scenario.workload->requests->keep(scenario.workload_options, kept);
  return scenario;
}

std::optional<Scenario> without_idle_clients(Scenario scenario) {
  const RequestList* const list = scenario.workload->requests;
  if (!request_count(scenario) || list->drop_idle_clients == nullptr) return std::nullopt;
  if (!list->drop_idle_clients(scenario.workload_options)) return std::nullopt;
  return scenario;
}

std::size_t event_count(const Scenario& scenario) {
  const EventList* const list = scenario.workload->events;
  return list != nullptr ? list->size(scenario.workload_options) : 0;
}

ListedEvent event_at(const Scenario& scenario, std::size_t place) {
  check(place < event_count(scenario), "only an event of the list can be told");
  return scenario.workload->events->at(scenario.workload_options, place);
}

Scenario with_events(Scenario scenario, const std::vector<bool>& kept) {
  check(kept.size() == event_count(scenario), "it is said of every event whether it stays");
  if (!kept.empty()) scenario.workload->events->keep(scenario.workload_options, kept);
  return scenario;
}

Scenario without_event(Scenario scenario, std::size_t place) {
  std::vector<bool> kept(event_count(scenario), true);
  kept.at(place) = false;
  return with_events(std::move(scenario), kept);
}

std::optional<Scenario> with_event_at(Scenario scenario, std::size_t place, Duration time) {
  check(place < event_count(scenario), "only an event of the list can be moved");
  const EventList& list = *scenario.workload->events;
  if (list.move == nullptr || !list.move(scenario.workload_options, place, time)) return std::nullopt;
  return scenario;
}

}  // namespace whitewater::scenarios
