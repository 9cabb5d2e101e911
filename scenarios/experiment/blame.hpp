// Blame: whose fault it is that a run ended early. An exception from an actor of the system under test, or a time that
// stands still, is a violation of that system. Anything else is a mistake of this program, or of code that was passed
// in.
#pragma once

#include <exception>
#include <new>
#include <span>
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
  // ours: nobody's code that was handed in.
  InternalFailure(const std::string& sentence, bool ours) : std::runtime_error(sentence), ours_(ours) {}
  bool ours() const { return ours_; }

 private:
  bool ours_;
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
  std::string_view workload{};                // its name
  std::span<simnet::Observer* const> workload_observers{};
};

// thrown: what run_until() of world threw; null when world.failure() is a standstill. Leaves the states of the replicas
// to the caller. Throws InternalFailure when the system is not to blame.
Violation blame(const simnet::World& world, const std::exception_ptr& thrown, const Suspects& suspects);

// Throws InternalFailure: code of that owner, "the workload course", threw this.
[[noreturn]] void blame_owner(const std::string& owner, const std::exception_ptr& thrown, const Suspects& suspects);

// Calls code that was handed in, outside of the events of a run, and names its owner if it fails.
template <class Call>
decltype(auto) on_account_of(std::string_view kind, std::string_view name, const Suspects& suspects, Call&& call) {
  try {
    return call();
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const InternalFailure&) {
    throw;
  } catch (...) {
    blame_owner(std::string(kind) + " " + std::string(name), std::current_exception(), suspects);
  }
}

}  // namespace whitewater::scenarios
