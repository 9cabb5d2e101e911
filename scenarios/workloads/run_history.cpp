// Clients are numbered as the course numbers them, and named only when somebody is to read of them.
#include "scenarios/workloads/run_history.hpp"

#include "scenarios/workloads/course_requests.hpp"
#include "scenarios/workloads/history_violation.hpp"
#include "scenarios/workloads/run_budget.hpp"

namespace whitewater::scenarios {

namespace {

using checks::Operation;
using course::RequestRecord;

}  // namespace

// Puts alone contradict nothing: of keys that nobody read there is nothing to check.
void RunHistory::find_keys(const course::Course& course) {
  key_of_number_.clear();
  for (const RequestRecord& record : course.requests()) {
    if (record.key_number >= key_of_number_.size()) key_of_number_.resize(record.key_number + 1, unread);
    if (!record.is_get() || record.state != RequestRecord::State::ok) continue;
    std::uint32_t& number = key_of_number_[record.key_number];
    if (number == unread) number = history_.keys.number(record.key());
  }
}

void RunHistory::gather(const course::Course& course) {
  history_.clear();
  record_of_.clear();
  find_keys(course);
  std::uint32_t number = 0;
  for (const RequestRecord& record : course.requests()) {
    const std::uint32_t here = number++;
    const bool ok = record.state == RequestRecord::State::ok;
    const std::uint32_t key = key_of_number_[record.key_number];
    if (key == unread || (record.is_get() && !ok)) continue;
    Operation operation;
    operation.kind = record.is_get() ? Operation::Kind::get : Operation::Kind::put;
    operation.called = record.sent.ns;
    operation.process = record.client().value - course.rules().replicas;
    operation.key = key;
    if (!record.is_get()) {
      operation.value = history_.values.number(record.request().value());
    } else if (const auto value = course.read_value(record)) {
      operation.value = history_.values.number(*value);
    }
    if (ok)
      operation.returned = record.answered.ns;
    else
      operation.outcome = Operation::Outcome::pending;
    history_.operations.push_back(operation);
    record_of_.push_back(here);
  }
}

void RunHistory::judge(const course::Course& course, std::span<const FaultStrike> faults, RunReport& report) {
  gather(course);
  const checks::LinearizabilityResult& result = checker_.check(history_, run_budget());
  LinearizabilityReport& said = report.linearizability.emplace();
  said.keys = static_cast<std::uint32_t>(key_of_number_.size());
  said.operations = static_cast<std::uint32_t>(course.requests().size());
  if (result.answer == checks::Answer::unknown) said.answer = LinearizabilityReport::Answer::unknown;
  if (result.contradictions.empty()) return;
  said.answer = LinearizabilityReport::Answer::no;
  report.violation = history_violation(
      history_, result.contradictions.front(), faults, course.rules().replicas, course::clients,
      [&](std::uint32_t operation) { return course.requests()[record_of_[operation]].request().name(); });
  report.violation->event = report.events;
  name_operations(*report.violation, reported_requests(course));
}

}  // namespace whitewater::scenarios
