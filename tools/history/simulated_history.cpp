// Requests are in the order of sending, and the position is the operation's number. Only the answers need sorting. A
// run does not say what came first within one moment, but the order of the lines will be taken for it: so all requests
// of a moment come before the answers ok of that moment, which makes them concurrent.
#include "tools/history/simulated_history.hpp"

#include <algorithm>
#include <vector>

namespace whitewater::tools {

namespace {

using scenarios::ReportedRequest;

struct Moment {
  enum class What : std::uint8_t { fault, invoke, answer };
  Time time;
  What what = What::invoke;
  std::size_t number = 0;  // of the fault or the request
};

// At equal times: faults, refusals, requests, refusals of requests of this very moment, answers ok. A retry is sent at
// the time of the refusal that asks for it, and comes behind it.
unsigned turn_of(const Moment& moment, std::span<const ReportedRequest> requests) {
  if (moment.what == Moment::What::fault) return 0;
  if (moment.what == Moment::What::invoke) return 2;
  const ReportedRequest& request = requests[moment.number];
  if (request.state == ReportedRequest::State::ok) return 4;
  return request.sent == moment.time ? 3 : 1;
}

std::vector<Moment> moments_of(std::span<const ReportedRequest> requests,
                               std::span<const scenarios::FaultStrike> faults) {
  std::vector<Moment> moments;
  for (std::size_t i = 0; i < faults.size(); ++i) moments.push_back({faults[i].time, Moment::What::fault, i});
  for (std::size_t i = 0; i < requests.size(); ++i) {
    moments.push_back({requests[i].sent, Moment::What::invoke, i});
    if (requests[i].state != ReportedRequest::State::outstanding)
      moments.push_back({requests[i].answered, Moment::What::answer, i});
  }
  std::sort(moments.begin(), moments.end(), [&](const Moment& a, const Moment& b) {
    if (a.time != b.time) return a.time < b.time;
    const unsigned turn = turn_of(a, requests), other = turn_of(b, requests);
    return turn != other ? turn < other : a.number < b.number;
  });
  return moments;
}

std::string_view type_of(ReportedRequest::State state) {
  return state == ReportedRequest::State::ok ? "ok" : state == ReportedRequest::State::failed ? "fail" : "redirect";
}

HistoryLines::Operation operation_of(const ReportedRequest& request) {
  return {request.client, request.to, request.mid, request.key, request.written, request.operation, request.attempt};
}

}  // namespace

void write_simulated_history(HistoryLines& lines, std::span<const ReportedRequest> requests,
                             std::span<const scenarios::FaultStrike> faults, Time end) {
  for (const Moment& moment : moments_of(requests, faults)) {
    if (moment.what == Moment::What::fault) {
      const scenarios::FaultStrike& fault = faults[moment.number];
      lines.fault(moment.time, fault.name, fault.targets, fault.number, fault.ends);
      continue;
    }
    const ReportedRequest& record = requests[moment.number];
    if (moment.what == Moment::What::invoke) {
      lines.invoke(moment.time, moment.number, operation_of(record));
      continue;
    }
    HistoryLines::Answer answer;
    answer.time = moment.time;
    answer.type = type_of(record.state);
    answer.operation = moment.number;
    answer.client = record.client;
    answer.replica = record.answered_by;
    answer.mid = record.mid;
    answer.asked = operation_of(record);
    if (record.is_get()) answer.value = record.read;
    lines.answer(answer);
  }
  lines.end(end, requests.size());
}

}  // namespace whitewater::tools
