// Blame: whose fault it is that a run ended early. An exception from an actor of the system under test, or a time that
// stands still, is a violation of that system. Anything else is a mistake of this program, or of code that was passed
// in.
#pragma once

#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>

#include "scenarios/experiment/cluster.hpp"
#include "scenarios/report/report.hpp"
#include "simnet/world.hpp"

namespace whitewater::scenarios {

// Not the fault of the system under test. what() is a sentence with scenario, seed, culprit and place.
class InternalFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Properties that every system has.
inline constexpr std::string_view assertion_property = "assertion";          // a check of the system failed
inline constexpr std::string_view exception_property = "exception";          // it threw anything else
inline constexpr std::string_view time_advances_property = "time_advances";  // one instant without end

// Who is who in a run, to name a culprit.
struct Suspects {
  std::string_view scenario;
  std::uint64_t seed = 1;
  unsigned replicas = 0;                      // nodes 0 … replicas-1 are the system under test
  const simnet::Observer* checker = nullptr;  // the system's own; null: it has none
  std::string_view system;                    // its name
  const Cluster* cluster = nullptr;           // to say what was handled
};

// thrown: what run_until() of world threw; null when world.failure() is a standstill. Leaves the states of the replicas
// to the caller. Throws InternalFailure when the system is not to blame.
Violation blame(const simnet::World& world, const std::exception_ptr& thrown, const Suspects& suspects);

}  // namespace whitewater::scenarios
