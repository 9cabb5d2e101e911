// Member by member.
#include "scenarios/workloads/course_requests.hpp"

namespace whitewater::scenarios {

namespace {

ReportedRequest::State state_of(course::RequestRecord::State state) {
  switch (state) {
    case course::RequestRecord::State::outstanding:
      return ReportedRequest::State::outstanding;
    case course::RequestRecord::State::ok:
      return ReportedRequest::State::ok;
    case course::RequestRecord::State::redirected:
      return ReportedRequest::State::redirected;
    case course::RequestRecord::State::failed:
      break;
  }
  return ReportedRequest::State::failed;
}

}  // namespace

std::vector<ReportedRequest> reported_requests(std::span<const course::RequestRecord> records) {
  std::vector<ReportedRequest> requests;
  requests.reserve(records.size());
  for (const course::RequestRecord& record : records) {
    ReportedRequest& request = requests.emplace_back();
    request.name = record.request().name();
    request.number = record.number;
    request.attempt = record.attempt;
    request.mid = record.mid();
    request.key = record.key();
    request.operation = record.is_get() ? "get" : "put";
    request.written = record.request().value();
    request.client = record.client();
    request.answered_by = record.answered_by;
    request.to = record.to;
    request.sent = record.sent;
    request.answered = record.answered;
    request.state = state_of(record.state);
    request.wrong_value = record.wrong_value;
    request.duplicates = record.duplicates;
    request.refused = record.refused;
  }
  return requests;
}

std::vector<ReportedRequest> reported_requests(const course::Course& course, std::span<const ReportedRequest> more) {
  std::vector<ReportedRequest> requests = reported_requests(course.requests());
  for (std::size_t i = 0; i < requests.size(); ++i)
    if (requests[i].is_get()) requests[i].read = course.read_value(course.requests()[i]);
  for (const ReportedRequest& request : more) {
    requests.push_back(request);
    requests.back().number = course.workload().requests();
  }
  return requests;
}

}  // namespace whitewater::scenarios
