// One timer per request that is due; everything else is the Course's.
#include "core/course/client_actor.hpp"

#include <algorithm>

#include "core/base/check.hpp"

namespace whitewater::course {

namespace {

void perform(std::optional<Outgoing> outgoing, Effects& effects) {
  if (outgoing) effects.send_request(outgoing->to, std::move(outgoing->payload), outgoing->identity);
}

}  // namespace

void ClientActor::reset(Course& course, NodeId self) {
  check(course.is_client(self), "a client actor stands for one of the eight clients");
  course_ = &course;
  self_ = self;
  next_ = Workload::none;
}

void ClientActor::schedule(std::uint32_t request, Effects& effects) {
  next_ = request;
  if (request != Workload::none) effects.set_timer(request_timer, course_->workload().due(request));
}

void ClientActor::handle(const Event& event, Time now, Effects& effects) {
  if (const auto* arrived = std::get_if<ReplyArrived>(&event)) {
    if (const auto* reply = arrived->payload.get_if<client::Reply>())
      perform(course_->answer(self_, arrived->from, *reply, now, effects.pool()), effects);
    else
      course_->saw_malformed();
  } else if (std::holds_alternative<TimerFired>(event)) {
    check(next_ != Workload::none, "a client's timer is set only for a request to come");
    // While the course's loop sleeps any message may wake it: that is asked again and again.
    if (const Time leaves = course_->leaves_at(course_->workload().due(next_)); leaves > now)
      return effects.set_timer(request_timer, std::min(leaves, now + milliseconds(1)));
    perform(course_->fire(next_, now, effects.pool()), effects);
    schedule(course_->workload().next_of(next_), effects);
  } else if (std::holds_alternative<Started>(event)) {
    schedule(course_->workload().first_of(self_.value - course_->rules().replicas), effects);
  }
}

}  // namespace whitewater::course
