// RequestList: what a workload tells of the list of requests that its options may hold instead of a drawn load. So
// whoever takes requests out of a scenario, or names them to people, knows no workload.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "scenarios/format/options.hpp"

namespace whitewater::scenarios {

struct Scenario;

// A request of the list, for people and for what goes through the list.
struct ListedRequest {
  unsigned client = 0;  // from 0
  Duration time;        // from the start of the run; it begins no earlier
  std::string text;     // in words: "0015 puts k3 at 2.1 s"
  // What it asks for: those of one key may have to do with each other. Nothing: nobody knows before the run.
  std::optional<std::uint64_t> key{};
};

struct RequestList {
  // How many requests the options list. Nothing: they hold no list, and the load is drawn.
  std::optional<std::size_t> (*size)(const Options& options) = nullptr;
  // Precondition: there is a list, and it is longer than that.
  ListedRequest (*at)(const Scenario& scenario, std::size_t place) = nullptr;
  // Takes those out of the list for which kept is false. Those that stay keep all that is drawn for them.
  // Precondition: there is a list, as long as kept.
  void (*keep)(Options& options, const std::vector<bool>& kept) = nullptr;
  // Takes away the last clients, as far as they ask nothing; one stays. Returns false if there is none to take away.
  // The others keep their numbers. Null: the number of clients is fixed. Precondition: there is a list.
  bool (*drop_idle_clients)(Options& options) = nullptr;
  // Begins the request at another time; whether it may is for the workload's `invalid` to say. Null: none can be moved.
  // Precondition: as that of at().
  void (*set_time)(Options& options, std::size_t place, Duration time) = nullptr;
};

}  // namespace whitewater::scenarios
