// From a fault of a file to one of simnet.
#include "scenarios/format/scheduled_fault.hpp"

#include "core/base/check.hpp"

namespace whitewater::scenarios {

namespace {

simnet::Target target_of(const ReplicaSet& set, unsigned replicas) {
  switch (set.role) {
    case ReplicaSet::Role::named:
      return {set.nodes, simnet::Target::no_role};
    case ReplicaSet::Role::all:
      return {NodeSet::first(replicas), simnet::Target::no_role};
    case ReplicaSet::Role::leader:
    case ReplicaSet::Role::dead:
      break;
  }
  return {{}, role_number(set.role)};
}

}  // namespace

simnet::Fault simulated(const ScheduledFault& fault, unsigned replicas) {
  const simnet::Target replica_set = target_of(fault.replicas, replicas);
  const simnet::Target from = target_of(fault.from, replicas);
  const simnet::Target to = target_of(fault.to, replicas);
  switch (fault.kind) {
    case FaultKind::kill:
      return simnet::Kill{replica_set};
    case FaultKind::restart:
      return simnet::Restart{replica_set};
    case FaultKind::partition:
      return simnet::Partition{replica_set};
    case FaultKind::heal_partition:
      return simnet::HealPartition{};
    case FaultKind::cut:
      return simnet::Cut{from, to};
    case FaultKind::heal_cut:
      return simnet::HealCut{from, to};
    case FaultKind::loss:
      return simnet::SetLoss{from, to, fault.probability.value_or(Probability{})};
    case FaultKind::duplication:
      return simnet::SetDuplication{from, to, fault.probability.value_or(Probability{})};
    case FaultKind::delay:
      return simnet::SetDelay{from, to, fault.delay.value_or(simnet::DelayModel{})};
  }
  fail_check("every kind of fault is simulated");
}

}  // namespace whitewater::scenarios
