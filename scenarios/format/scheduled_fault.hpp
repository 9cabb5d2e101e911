// ScheduledFault: one fault of a scenario file as plain data, and the episode that it becomes in a simulated world.
// Which fields a fault needs depends on its kind (simnet/faults): the reader refuses what does not fit.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"
#include "scenarios/format/replica_set.hpp"
#include "scenarios/format/when.hpp"
#include "simnet/faults/episode.hpp"

namespace whitewater::scenarios {

using simnet::faults::KindId;

// What a fault of a file is called: by its kind ("kill"), or by what ends that kind ("restart").
struct FaultType {
  KindId kind = KindId::kill;
  bool ends = false;
  friend bool operator==(const FaultType&, const FaultType&) = default;
};
struct FaultTypeName {
  std::string_view name;
  FaultType type;
};
// In the order of the kinds.
std::vector<FaultTypeName> fault_type_names();

// All parameters that kinds have, each key once.
inline constexpr std::size_t fault_keys_max = 8;
const std::vector<const simnet::faults::Parameter*>& fault_keys();

struct ScheduledFault {
  FaultType type;
  // By which draws know it; stays with it when others are removed. Nothing: its place in the list, from 1.
  std::optional<std::uint32_t> number{};
  When at{};
  std::optional<Duration> lasts{};  // nothing: until the heal
  std::optional<Duration> every{};  // from begin to begin
  std::optional<Duration> until{};  // from the start of the run
  ReplicaSet replicas{};
  ReplicaSet from{};
  ReplicaSet to{};
  std::array<simnet::faults::ParameterValue, fault_keys_max> values{};  // by fault_keys()

  // It has no length: it replaces what is open of its kind, and lasts until something replaces or ends it.
  bool point() const { return !lasts && !every && !until; }
  // Its nodes may start again without a restart in the plan, or it is a restart.
  bool brings_back() const { return type.kind == KindId::kill && (type.ends || !point()); }

  // Of the parameter of its kind that has this type.
  ScheduledFault& set(const simnet::faults::ParameterValue& value);
  friend bool operator==(const ScheduledFault&, const ScheduledFault&) = default;
};

// Short ways to write one down.
ScheduledFault node_fault(KindId kind, When at, const ReplicaSet& replicas);
ScheduledFault link_fault(KindId kind, When at, const ReplicaSet& from, const ReplicaSet& to);
// "restart", "heal_partition"
inline ScheduledFault fault_ending(ScheduledFault fault) {
  fault.type.ends = true;
  return fault;
}

// Of the i-th in its list.
inline std::uint32_t number_of(const std::vector<ScheduledFault>& faults, std::size_t i) {
  return faults[i].number.value_or(static_cast<std::uint32_t>(i + 1));
}
// Numbers all that have none, so that they keep their draws when others are removed.
void give_numbers(std::vector<ScheduledFault>& faults);

// As simnet knows it, but for its number. replicas: how many there are.
simnet::faults::Episode simulated(const ScheduledFault& fault, unsigned replicas);

// What is wrong with the fault as a whole, at which of its fields.
struct FaultComplaint {
  std::string_view field;
  std::string message;
};
std::optional<FaultComplaint> complaint(const ScheduledFault& fault, std::optional<Duration> heal);

}  // namespace whitewater::scenarios
