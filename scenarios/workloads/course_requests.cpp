// Member by member.
#include "scenarios/workloads/course_requests.hpp"

namespace whitewater::scenarios {

namespace {

StoryRequest::State state_of(course::RequestRecord::State state) {
  switch (state) {
    case course::RequestRecord::State::outstanding:
      return StoryRequest::State::outstanding;
    case course::RequestRecord::State::ok:
      return StoryRequest::State::ok;
    case course::RequestRecord::State::redirected:
      return StoryRequest::State::redirected;
    case course::RequestRecord::State::failed:
      break;
  }
  return StoryRequest::State::failed;
}

}  // namespace

std::vector<StoryRequest> story_requests(std::span<const course::RequestRecord> records) {
  std::vector<StoryRequest> requests;
  requests.reserve(records.size());
  for (const course::RequestRecord& record : records) {
    StoryRequest& request = requests.emplace_back();
    request.name = record.request().name();
    request.number = record.number;
    request.attempt = record.attempt;
    request.mid = record.mid();
    request.key = record.key();
    request.get = record.is_get();
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

}  // namespace whitewater::scenarios
