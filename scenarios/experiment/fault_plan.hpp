// FaultPlan: all faults of a run as simnet takes them. Those of one time strike in the order of their numbers: the
// workload's own first, then the scenario's, then the heal of all.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "scenarios/format/scenario.hpp"
#include "simnet/faults/episode.hpp"
#include "simnet/world.hpp"

namespace whitewater::scenarios {

class FaultPlan {
 public:
  void clear() { episodes_.clear(); }
  // A fault of the workload's own; number: what the workload calls it.
  void add(simnet::faults::Episode episode, std::uint32_t number) {
    episode.number = number;
    episodes_.push_back(std::move(episode));
  }
  // The faults of the scenario, and its heal.
  void add(const Scenario& scenario);

  std::span<const simnet::faults::Episode> episodes() const { return episodes_; }
  Time heal() const { return heal_; }
  // The world keeps them for the run.
  void hand_to(simnet::World& world) const { world.set_episodes(episodes_, heal_); }

  // What the workload calls a fault of its own; nothing: it is none.
  static std::optional<std::uint32_t> own_number(const simnet::faults::Episode& episode) {
    if (episode.number >= first_of_file) return std::nullopt;
    return static_cast<std::uint32_t>(episode.number);
  }

 private:
  static constexpr std::uint64_t first_of_file = std::uint64_t{1} << 32;

  std::vector<simnet::faults::Episode> episodes_;
  Time heal_ = time_never;
};

}  // namespace whitewater::scenarios
