// ScheduledFault: one fault of a scenario file as plain data, and what it becomes in a simulated world. Which fields
// a fault needs depends on its kind: needs() says it, the reader refuses what does not fit.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/ids.hpp"
#include "core/base/random.hpp"
#include "core/base/time.hpp"
#include "simnet/delay.hpp"
#include "simnet/faults/episode.hpp"

namespace whitewater::scenarios {

enum class FaultKind : std::uint8_t {
  kill,            // replicas crash: they lose what was not durable
  restart,         // those of replicas that are dead start again, with what was durable
  partition,       // between replicas and the others, both ways; replaces an earlier partition
  heal_partition,  // ends it
  cut,             // one way: nothing passes from … to …
  heal_cut,
  loss,         // of the messages from … to …, from now on
  duplication,  // likewise
  delay,        // likewise
};
inline constexpr std::array<std::string_view, 9> fault_kind_names{
    "kill", "restart", "partition", "heal_partition", "cut", "heal_cut", "loss", "duplication", "delay"};

// Replicas by name, or by what they are at the moment at which the fault strikes.
struct ReplicaSet {
  enum class Role : std::uint8_t {
    named,   // nodes
    leader,  // whom replicas named as leader last, while it lives; else nobody
    dead,    // killed, and not started again
    all,
  };
  Role role = Role::named;
  NodeSet nodes;

  bool empty() const { return role == Role::named && nodes.empty(); }
  friend bool operator==(const ReplicaSet&, const ReplicaSet&) = default;
};
// The words of a file for the roles but `named`, in their order.
inline constexpr std::array<std::string_view, 3> replica_role_names{"leader", "dead", "all"};

struct ScheduledFault {
  FaultKind kind = FaultKind::kill;
  Duration at;  // from the start of the run
  ReplicaSet replicas;
  ReplicaSet from;
  ReplicaSet to;
  std::optional<Probability> probability;
  std::optional<simnet::DelayModel> delay;
  friend bool operator==(const ScheduledFault&, const ScheduledFault&) = default;
};

// Which of the fields besides kind and time a fault of that kind has; it has no others.
struct FaultNeeds {
  bool replicas = false;
  bool links = false;  // from and to
  bool probability = false;
  bool delay = false;
};
constexpr FaultNeeds needs(FaultKind kind) {
  switch (kind) {
    case FaultKind::kill:
    case FaultKind::restart:
    case FaultKind::partition:
      return {.replicas = true};
    case FaultKind::heal_partition:
      return {};
    case FaultKind::cut:
    case FaultKind::heal_cut:
      return {.links = true};
    case FaultKind::loss:
    case FaultKind::duplication:
      return {.links = true, .probability = true};
    case FaultKind::delay:
      return {.links = true, .delay = true};
  }
  return {};
}

// Roles of simnet's targets: above those that number the events of the course's rules.
inline constexpr std::uint16_t first_replica_role = 0xFF00;
constexpr std::uint16_t role_number(ReplicaSet::Role role) {
  return static_cast<std::uint16_t>(first_replica_role + static_cast<unsigned>(role));
}

// As simnet knows it. replicas: how many there are.
simnet::faults::Episode simulated(const ScheduledFault& fault, unsigned replicas);

}  // namespace whitewater::scenarios
