// The sentences are those of core/check/linearizability.
#include "scenarios/workloads/history_violation.hpp"

#include <string>
#include <utility>

#include "core/check/linearizability/fault_spans.hpp"
#include "core/text/node_text.hpp"

namespace whitewater::scenarios {

Violation history_violation(checks::History& history, const checks::Contradiction& found,
                            std::span<const FaultStrike> faults, unsigned replicas, unsigned clients,
                            const std::function<std::uint64_t(std::uint32_t operation)>& request_of) {
  for (unsigned client = 0; client < clients; ++client)
    history.clients.number(node_text(NodeId{static_cast<std::uint16_t>(replicas + client)}, replicas));
  checks::FaultSpans spans;
  for (const FaultStrike& fault : faults) {
    std::string whom;
    for (const NodeId node : fault.targets) whom.append(whom.empty() ? "" : " ") += node_text(node, replicas);
    if (fault.ends)
      spans.end(fault.time.ns, fault.name, fault.number, whom);
    else
      spans.add(fault.time.ns, fault.name, whom, fault.number);
  }
  std::vector<std::string> lines = checks::explained(history, found);
  Violation violation;
  violation.property = "linearizability";
  violation.text = lines.front();
  violation.time = Time{checks::time_of(history, found)};
  violation.node = no_node;
  violation.details.assign(lines.begin() + 1, lines.end());
  for (const std::uint32_t position : found.operations) {
    const checks::Operation& operation = history.operations[position];
    violation.operations.push_back({NodeId{static_cast<std::uint16_t>(replicas + operation.process)},
                                    Time{operation.called}, request_of(position)});
  }
  for (std::string& line : checks::faults_during(history, found, spans.list()))
    violation.details.push_back(std::move(line));
  return violation;
}

}  // namespace whitewater::scenarios
