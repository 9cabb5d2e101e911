// Sentences of what is left in a failure.
#include "scenarios/search/failure_words.hpp"

#include <algorithm>
#include <vector>

#include "core/text/concat.hpp"
#include "core/text/duration_text.hpp"
#include "core/text/node_text.hpp"
#include "scenarios/search/fault_sentence.hpp"
#include "scenarios/search/requests.hpp"
#include "simnet/faults/kinds.hpp"

namespace whitewater::scenarios {

namespace {

std::vector<std::string> roles_of(const ReplicaSet& set) {
  std::vector<std::string> roles;
  for (std::size_t i = 0; i < replica_roles.size(); ++i)
    if (set.has(static_cast<ReplicaRole>(i))) roles.push_back(role_words(static_cast<ReplicaRole>(i)));
  return roles;
}

// Whom, without ids.
std::string set_signature(const ReplicaSet& set) {
  std::vector<std::string> parts = roles_of(set);
  if (!set.nodes.empty()) parts.push_back("named");
  if (set.random > 0) parts.push_back("drawn");
  return listed(parts);
}

std::string counted(std::size_t count, std::string_view what) {
  return concat({std::to_string(count), " ", what, count == 1 ? "" : "s"});
}

std::string fault_signature(const ScheduledFault& fault) {
  const simnet::faults::FaultKind& kind = simnet::faults::kind_of(fault.type.kind);
  std::string text = concat({"the ", fault.type.ends ? kind.ending : kind.name});
  if (!fault.replicas.empty()) text += concat({" of ", set_signature(fault.replicas)});
  if (!fault.from.empty()) text += concat({" from ", set_signature(fault.from), " to ", set_signature(fault.to)});
  if (const auto* const trigger = std::get_if<Trigger>(&fault.at); trigger != nullptr && trigger->note != nullptr)
    text += concat({" at ", trigger->note->name});
  return text;
}

std::string fate_signature(const Fate& fate, const Scenario& scenario) {
  const std::string what = fate.lost ? "the loss of " : fate.again ? "the second copy of " : "the delay of ";
  if (fate.message)
    return what + std::string(message_words(*scenario.system).at(static_cast<std::size_t>(*fate.message)));
  return what + "a write";
}

}  // namespace

std::string failure_description(const Failure& failure, const ShrinkSizes& sizes) {
  std::string sentence = failure.sentence;
  while (!sentence.empty() && sentence.back() == '.') sentence.pop_back();
  std::string text = concat({failure.kind.property, ": ", sentence, ", at ", duration_text(failure.at),
                             ", in a cluster of ", std::to_string(sizes.replicas)});
  if (sizes.clients > 0 && sizes.requests > 0)
    text += concat({", with ", counted(sizes.requests, "request"), " of ", counted(sizes.clients, "client")});
  std::vector<std::string> faults;
  for (const ScheduledFault& fault : failure.scenario.faults) faults.push_back(fault_sentence(fault));
  for (std::size_t i = 0; i < event_count(failure.scenario); ++i)
    faults.push_back(event_sentence(event_at(failure.scenario, i)));
  for (const Fate& fate : failure.scenario.fates) faults.push_back(fate_sentence(fate, failure.scenario));
  return concat({text, faults.empty() ? ", without a fault" : concat({", because of ", listed(faults)}), "."});
}

std::string signature(const Failure& shrunk) {
  std::vector<std::string> faults;
  for (const ScheduledFault& fault : shrunk.scenario.faults) faults.push_back(fault_signature(fault));
  for (std::size_t i = 0; i < event_count(shrunk.scenario); ++i)
    faults.push_back(concat({"the ", event_at(shrunk.scenario, i).kind}));
  for (const Fate& fate : shrunk.scenario.fates) faults.push_back(fate_signature(fate, shrunk.scenario));
  std::sort(faults.begin(), faults.end());
  faults.erase(std::unique(faults.begin(), faults.end()), faults.end());
  return concat({shrunk.kind.property, ": ", shrunk.kind.shape, "; ", faults.empty() ? "no fault" : listed(faults),
                 "; ", counted(shrunk.scenario.replicas, "replica")});
}

}  // namespace whitewater::scenarios
