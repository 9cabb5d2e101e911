// Sentences of what is left in a failure.
#include "scenarios/search/failure_words.hpp"

#include <algorithm>
#include <vector>

#include "core/text/concat.hpp"
#include "core/text/duration_text.hpp"
#include "core/text/node_text.hpp"
#include "scenarios/search/fault_sentence.hpp"
#include "simnet/faults/kinds.hpp"

namespace whitewater::scenarios {

namespace {

// "a, b and c"
std::string listed(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i)
    text += concat({i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ", parts[i]});
  return text;
}

std::vector<std::string> roles_of(const ReplicaSet& set) {
  std::vector<std::string> roles;
  for (std::size_t i = 0; i < replica_roles.size(); ++i)
    if (set.has(static_cast<ReplicaRole>(i))) roles.push_back(role_words(static_cast<ReplicaRole>(i)));
  return roles;
}

std::string set_words(const ReplicaSet& set) {
  std::vector<std::string> parts = roles_of(set);
  if (!set.nodes.empty()) parts.push_back(nodes_text(set.nodes, NodeSet::nodes_max));
  if (set.random > 0) parts.push_back(concat({std::to_string(set.random), " drawn"}));
  return listed(parts);
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

// "a kill", "the end of a kill"
std::string kind_words(const ScheduledFault& fault) {
  return concat({fault.type.ends ? "the end of a " : "a ", simnet::faults::kind_of(fault.type.kind).name});
}

std::string fault_signature(const ScheduledFault& fault) {
  std::string text = kind_words(fault);
  if (!fault.replicas.empty()) text += concat({" of ", set_signature(fault.replicas)});
  if (!fault.from.empty()) text += concat({" from ", set_signature(fault.from), " to ", set_signature(fault.to)});
  if (const auto* const trigger = std::get_if<Trigger>(&fault.at); trigger != nullptr && trigger->note != nullptr)
    text += concat({" at ", trigger->note->name});
  return text;
}

std::string fate_signature(const Fate& fate, const Scenario& scenario) {
  const std::string what = fate.lost ? "the loss of " : fate.again ? "a second copy of " : "a delay of ";
  if (fate.message)
    return what + std::string(message_words(*scenario.system).at(static_cast<std::size_t>(*fate.message)));
  return what + "a write";
}

}  // namespace

std::string fault_words(const ScheduledFault& fault) {
  std::string text = kind_words(fault);
  if (!fault.replicas.empty()) text += concat({" of ", set_words(fault.replicas)});
  if (!fault.from.empty()) text += concat({" from ", set_words(fault.from), " to ", set_words(fault.to)});
  text += concat({" ", when_words(fault.at)});
  if (fault.lasts) text += concat({" for ", duration_text(*fault.lasts)});
  if (fault.every) text += concat({" every ", duration_text(*fault.every)});
  return text;
}

std::string fate_words(const Fate& fate, const Scenario& scenario) {
  const std::string whom = fate_text(fate, scenario);
  if (fate.lost) return concat({"the loss of ", whom});
  std::string text;
  if (fate.delay) text = concat({"a delay of ", duration_text(*fate.delay), " of ", whom});
  if (fate.again)
    text += concat({text.empty() ? "" : ", and ", "a second copy of ", whom, " after ", duration_text(*fate.again)});
  return text.empty() ? concat({"the fate of ", whom}) : text;
}

std::string failure_description(const Failure& failure, const ShrinkSizes& sizes) {
  std::string sentence = failure.sentence;
  while (!sentence.empty() && sentence.back() == '.') sentence.pop_back();
  std::string text = concat({failure.kind.property, ": ", sentence, ", at ", duration_text(failure.at),
                             ", in a cluster of ", std::to_string(sizes.replicas)});
  if (sizes.clients > 0 && sizes.requests > 0)
    text += concat({", with ", counted(sizes.requests, "request"), " of ", counted(sizes.clients, "client")});
  std::vector<std::string> faults;
  for (const ScheduledFault& fault : failure.scenario.faults) faults.push_back(fault_words(fault));
  for (const Fate& fate : failure.scenario.fates) faults.push_back(fate_words(fate, failure.scenario));
  return concat({text, faults.empty() ? ", without a fault" : concat({", when there is ", listed(faults)}), "."});
}

std::string signature(const Failure& shrunk) {
  std::vector<std::string> faults;
  for (const ScheduledFault& fault : shrunk.scenario.faults) faults.push_back(fault_signature(fault));
  for (const Fate& fate : shrunk.scenario.fates) faults.push_back(fate_signature(fate, shrunk.scenario));
  std::sort(faults.begin(), faults.end());
  faults.erase(std::unique(faults.begin(), faults.end()), faults.end());
  return concat({shrunk.kind.property, ": ", shrunk.kind.shape, "; ", faults.empty() ? "no fault" : listed(faults),
                 "; ", counted(shrunk.scenario.replicas, "replica")});
}

}  // namespace whitewater::scenarios
