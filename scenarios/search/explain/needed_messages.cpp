// One run a message, the latest first: those are needed most often.
#include "scenarios/search/explain/needed_messages.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "core/text/concat.hpp"
#include "core/text/node_text.hpp"
#include "scenarios/story/payload_text.hpp"

namespace whitewater::scenarios {

namespace {

using Kind = RunRecord::Kind;

// Where a run costs much, so many of the latest are tried.
constexpr std::size_t costly_tried_max = 24;

// With that message lost, whatever the scenario says of it so far.
Scenario without_message(Scenario scenario, Fate name) {
  const FateKey key = key_of(simulated(name, scenario));
  std::erase_if(scenario.fates, [&](const Fate& fate) { return key_of(simulated(fate, scenario)) == key; });
  name.lost = true;
  name.delay.reset();
  name.again.reset();
  scenario.fates.push_back(name);
  return scenario;
}

// A message of the past that arrived: the record of its send, of each once.
std::vector<std::uint32_t> delivered(const RecordedRun& run, const std::vector<bool>& past) {
  std::vector<std::uint32_t> sends;
  for (const RunRecord& record : run.log().records())
    if (past[record.number] && record.kind == Kind::arrived && record.cause != RunRecord::nothing)
      sends.push_back(record.cause);
  std::sort(sends.begin(), sends.end());
  sends.erase(std::unique(sends.begin(), sends.end()), sends.end());
  return sends;
}

// The node's event before the one that failed, and the event that sent what the node handled then: the oldest of its
// messages that did not arrive, and that is told in the same words.
std::vector<std::uint32_t> before_unrecorded(const RecordedRun& run) {
  const Violation& violation = *run.trial().report.violation;
  std::vector<std::uint32_t> found;
  std::set<std::uint32_t> arrived;
  for (const RunRecord& record : run.log().records()) {
    if (record.kind == Kind::arrived) arrived.insert(record.cause);
    if (is_event(record) && record.node == violation.node) found.assign(1, record.number);
  }
  for (const RunRecord& record : run.log().records()) {
    if (record.kind != Kind::sent || record.peer != violation.node || arrived.contains(record.number) ||
        record.fate != Passage::delivered || record.cause == RunRecord::nothing)
      continue;
    const std::string type = std::string(payload_type(record.payload, run.log().vocabulary()));
    if (violation.handled.find(concat({type, " from ", node_text(record.node, run.log().replicas())})) ==
        std::string::npos)
      continue;
    found.push_back(record.cause);
    break;
  }
  return found;
}

// The arrival of the answer to it; if nobody knows its name, of the first answer to its client after its call.
std::optional<std::uint32_t> answer_to(const Violation::Operation& operation, const RunLog& log) {
  std::optional<std::uint32_t> first;
  for (const RunRecord& record : log.records()) {
    if (record.kind != Kind::arrived || record.plane != SendKind::reply) continue;
    if (record.node != operation.client || record.time < operation.called) continue;
    if (!first) first = record.number;
    const auto* const reply = record.payload.get_if<client::Reply>();
    if (operation.request == 0 || reply == nullptr) return first;
    if (client::request_name(record.node, reply->mid()) == operation.request) return record.number;
  }
  return first;
}

}  // namespace

std::optional<std::string> unrecorded_event(const RecordedRun& run) {
  const std::optional<Violation>& violation = run.trial().report.violation;
  if (!violation || violation->handled.empty() || violation->node == no_node) return std::nullopt;
  const std::optional<std::uint32_t> last = run.graph().event(violation->event);
  if (last) {
    const RunRecord& record = run.log().records()[*last];
    if (record.node == violation->node && record.time == violation->time) return std::nullopt;
  }
  return violation->handled;
}

std::vector<std::uint32_t> targets_of(const RecordedRun& run) {
  std::vector<std::uint32_t> targets;
  const std::optional<Violation>& violation = run.trial().report.violation;
  if (!violation) return targets;
  for (const Violation::Operation& operation : violation->operations)
    if (const std::optional<std::uint32_t> answer = answer_to(operation, run.log())) targets.push_back(*answer);
  if (targets.empty() && unrecorded_event(run)) {
    targets = before_unrecorded(run);
  } else if (targets.empty())
    if (const std::optional<std::uint32_t> event = run.graph().event(violation->event); event)
      targets.push_back(*event);
  std::sort(targets.begin(), targets.end());
  return targets;
}

NeededMessages needed_messages(Trials& trials, const Failure& failure, const RecordedRun& run,
                               std::span<const std::uint32_t> targets, const std::function<bool()>& go_on) {
  NeededMessages needed;
  std::vector<std::uint32_t> sends = delivered(run, run.graph().past(targets));
  std::reverse(sends.begin(), sends.end());
  needed.past = sends.size();
  if (failure.scenario.system->costly && sends.size() > costly_tried_max) sends.resize(costly_tried_max);
  for (const std::uint32_t sent : sends) {
    if (!go_on()) break;
    const Scenario without = without_message(failure.scenario, *run.name_of_sent(sent));
    if (!trials.fails_as(failure.kind, without)) needed.sends.push_back(sent);
    ++needed.tried;
  }
  std::reverse(needed.sends.begin(), needed.sends.end());
  return needed;
}

}  // namespace whitewater::scenarios
