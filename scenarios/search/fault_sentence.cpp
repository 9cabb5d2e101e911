// Who, what with which values, and when.
#include "scenarios/search/fault_sentence.hpp"

#include <algorithm>

#include "core/text/concat.hpp"
#include "core/text/decimal.hpp"
#include "core/text/duration_text.hpp"
#include "core/text/node_text.hpp"
#include "scenarios/format/delay_text.hpp"
#include "simnet/faults/kinds.hpp"

namespace whitewater::scenarios {

namespace {

constexpr int ppm_digits = 6;

struct ValueText {
  std::string operator()(std::monostate) const { return ""; }
  std::string operator()(Probability value) const { return unscaled(value.ppm, ppm_digits); }
  std::string operator()(Duration value) const { return duration_text(value); }
  std::string operator()(const simnet::DelayModel& value) const { return delay_text(value); }
};

std::string with_blanks(std::string_view name) {
  std::string words(name);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

// " (probability 0.5)", or nothing.
std::string values_text(const ScheduledFault& fault) {
  std::string text;
  const auto& keys = fault_keys();
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const std::string value = std::visit(ValueText{}, fault.values[i]);
    if (!value.empty()) text += concat({text.empty() ? "" : ", ", keys[i]->key, " ", value});
  }
  return text.empty() ? "" : concat({" (", text, ")"});
}

std::string time_sentence(const ScheduledFault& fault) {
  const std::optional<Duration> begin = time_of(fault.at);
  std::string text;
  if (begin && fault.lasts)
    text = concat({"from ", duration_text(*begin), " to ", duration_text(*begin + *fault.lasts)});
  else
    text = when_words(fault.at) + (fault.lasts ? concat({" for ", duration_text(*fault.lasts)}) : "");
  if (fault.every) text += concat({", every ", duration_text(*fault.every)});
  if (fault.until) text += concat({", until ", duration_text(*fault.until)});
  return text;
}

// "the loss", "the delay of 212ms", "the second copy after 5ms"
std::string outcome_sentence(const Fate& fate) {
  if (fate.lost) return "the loss";
  std::string text;
  if (fate.delay) text = concat({"the delay of ", duration_text(*fate.delay)});
  if (fate.again) text += concat({text.empty() ? "" : " and ", "the second copy after ", duration_text(*fate.again)});
  return text.empty() ? "the fate" : text;
}

}  // namespace

std::string listed(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i)
    text += concat({i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ", parts[i]});
  return text;
}

std::string role_words(ReplicaRole role) {
  const std::string name = with_blanks(replica_roles.at(static_cast<std::size_t>(role)).name);
  return role == ReplicaRole::all ? name : concat({"the ", name});
}

std::string replicas_sentence(const ReplicaSet& replicas) {
  std::string text;
  const auto add = [&text](std::string_view words) { text += concat({text.empty() ? "" : " and ", words}); };
  if (!replicas.nodes.empty()) add(nodes_text(replicas.nodes, NodeSet::nodes_max));
  for (std::size_t i = 0; i < replica_roles.size(); ++i) {
    if (replicas.has(static_cast<ReplicaRole>(i))) add(role_words(static_cast<ReplicaRole>(i)));
  }
  if (replicas.random > 0)
    add(concat({std::to_string(replicas.random), replicas.random == 1 ? " drawn replica" : " drawn replicas"}));
  return text;
}

std::string fault_subject(const ScheduledFault& fault) {
  const simnet::faults::FaultKind& kind = simnet::faults::kind_of(fault.type.kind);
  const std::string name = with_blanks(fault.type.ends ? kind.ending : kind.name);
  std::string whom;
  if (!fault.replicas.empty()) whom = concat({" of ", replicas_sentence(fault.replicas)});
  if (!fault.from.empty()) whom += concat({" from ", replicas_sentence(fault.from)});
  if (!fault.to.empty()) whom += concat({" to ", replicas_sentence(fault.to)});
  return concat({"the ", name, values_text(fault), whom});
}

std::string fate_sentence(const Fate& fate, const Scenario& scenario) {
  return concat({outcome_sentence(fate), " of ", fate_text(fate, scenario)});
}

std::string event_sentence(const ListedEvent& event) {
  return concat({event.text, " at ", duration_text(event.time)});
}

std::string fault_sentence(const ScheduledFault& fault) {
  return concat({fault_subject(fault), " ", time_sentence(fault)});
}

}  // namespace whitewater::scenarios
