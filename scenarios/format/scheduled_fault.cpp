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

simnet::faults::Episode simulated(const ScheduledFault& fault, unsigned replicas) {
  using simnet::faults::KindId;
  const FaultNeeds what = needs(fault.kind);
  simnet::faults::Episode episode;
  episode.begin = Time{} + fault.at;
  episode.whom = target_of(what.links ? fault.from : fault.replicas, replicas);
  episode.to = target_of(fault.to, replicas);
  episode.manner = simnet::faults::Manner::replaces;
  if (what.probability) episode.what.values = {fault.probability.value_or(Probability{})};
  if (what.delay) episode.what.values = {fault.delay.value_or(simnet::DelayModel{})};
  switch (fault.kind) {
    case FaultKind::restart:
    case FaultKind::heal_partition:
    case FaultKind::heal_cut:
      episode.manner = simnet::faults::Manner::ends;
      break;
    default:
      break;
  }
  constexpr KindId kinds[] = {KindId::kill, KindId::kill, KindId::partition,   KindId::partition, KindId::cut,
                              KindId::cut,  KindId::loss, KindId::duplication, KindId::delay};
  episode.what.kind = kinds[static_cast<std::size_t>(fault.kind)];
  return episode;
}

}  // namespace whitewater::scenarios
