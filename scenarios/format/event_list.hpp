// EventList: what a workload tells of the faults that its own options plan, beside the faults of the scenario. So
// whoever takes one of them out of a scenario, moves it, or names it to people, knows no workload.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "scenarios/format/options.hpp"

namespace whitewater::scenarios {

// An event of the list, for people and for what goes through the list.
struct ListedEvent {
  Duration time;     // from the start of the run
  std::string text;  // a noun phrase without the time: "the kill_leader"
  std::string kind;  // the same without what differs between equal ones: "kill_leader"
};

struct EventList {
  std::size_t (*size)(const Options& options) = nullptr;
  // Precondition: place < size.
  ListedEvent (*at)(const Options& options, std::size_t place) = nullptr;
  // Takes those out of the list for which kept is false. Those that stay keep all that is drawn for them.
  // Precondition: kept is as long as the list.
  void (*keep)(Options& options, const std::vector<bool>& kept) = nullptr;
  // It happens at that time from the start of the run. False: it cannot. Precondition: place < size.
  bool (*move)(Options& options, std::size_t place, Duration time) = nullptr;
};

}  // namespace whitewater::scenarios
