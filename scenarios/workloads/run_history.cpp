// Clients are numbered as the course numbers them, and named only when somebody is to read of them.
#include "scenarios/workloads/run_history.hpp"

#include <algorithm>

#include "scenarios/workloads/course_requests.hpp"
#include "scenarios/workloads/history_violation.hpp"
#include "scenarios/workloads/run_budget.hpp"

namespace whitewater::scenarios {

namespace {

using checks::Operation;
using course::RequestRecord;

bool is_read(const ReportedRequest& request) {
  return request.is_get() && request.state == ReportedRequest::State::ok;
}

}  // namespace

// Puts alone contradict nothing: of keys that nobody read there is nothing to check.
void RunHistory::find_keys(const course::Course& course, std::span<const ReportedRequest> more) {
  key_of_number_.clear();
  for (const RequestRecord& record : course.requests()) {
    if (record.key_number >= key_of_number_.size()) key_of_number_.resize(record.key_number + 1, unread);
    const auto reads_it = [&](const ReportedRequest& get) { return is_read(get) && get.key == record.key(); };
    const bool read = record.is_get() && record.state == RequestRecord::State::ok;
    if (!read && std::none_of(more.begin(), more.end(), reads_it)) continue;
    std::uint32_t& number = key_of_number_[record.key_number];
    if (number == unread) number = history_.keys.number(record.key());
  }
}

void RunHistory::gather(const course::Course& course, std::span<const ReportedRequest> more) {
  history_.clear();
  record_of_.clear();
  find_keys(course, more);
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
  for (const ReportedRequest& get : more) {
    const std::uint32_t here = number++;
    if (!is_read(get)) continue;
    Operation operation;
    operation.kind = Operation::Kind::get;
    operation.called = get.sent.ns;
    operation.returned = get.answered.ns;
    operation.process = get.client.value - course.rules().replicas;
    operation.key = history_.keys.number(get.key);
    if (get.read) operation.value = history_.values.number(*get.read);
    history_.operations.push_back(operation);
    record_of_.push_back(here);
  }
}

void RunHistory::judge(const course::Course& course, std::span<const FaultStrike> faults, RunReport& report,
                       std::span<const ReportedRequest> more) {
  gather(course, more);
  const checks::LinearizabilityResult& result = checker_.check(history_, run_budget());
  LinearizabilityReport& said = report.linearizability.emplace();
  said.keys = static_cast<std::uint32_t>(key_of_number_.size());
  said.operations = static_cast<std::uint32_t>(course.requests().size() + more.size());
  if (result.answer == checks::Answer::unknown) said.answer = LinearizabilityReport::Answer::unknown;
  if (result.contradictions.empty()) return;
  said.answer = LinearizabilityReport::Answer::no;
  report.violation =
      history_violation(history_, result.contradictions.front(), faults, course.rules().replicas,
                        course::clients + (more.empty() ? 0 : 1), [&](std::uint32_t operation) {
                          const std::size_t record = record_of_[operation], own = course.requests().size();
                          return record < own ? course.requests()[record].request().name() : more[record - own].name;
                        });
  report.violation->event = report.events;
  name_operations(*report.violation, reported_requests(course, more));
}

}  // namespace whitewater::scenarios
