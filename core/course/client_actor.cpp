// A client sets one timer for its next due request; the Course decides everything else.
#include "core/course/client_actor.hpp"

#include <algorithm>

#include "core/base/check.hpp"

namespace whitewater::course {

void ClientActor::reset(Course& course, NodeId self) {
  check(course.is_client(self), "a client actor stands for one of the eight clients");
  course_ = &course;
  self_ = self;
  next_ = Workload::none;
  waiting_.clear();
  first_waiting_ = 0;
}

void ClientActor::perform(std::optional<Outgoing> outgoing, Time now, Effects& effects) {
  if (!outgoing) return;
  effects.send_request(outgoing->to, std::move(outgoing->payload), outgoing->identity);
  const Duration ask_again = course_->rules().ask_again;
  if (ask_again == Duration{}) return;
  if (first_waiting_ == waiting_.size()) effects.set_timer(again_timer, now + ask_again);
  waiting_.push_back({outgoing->record, 1, now + ask_again});
}

void ClientActor::ask_again(Time now, Effects& effects) {
  while (first_waiting_ != waiting_.size() && waiting_[first_waiting_].due <= now) {
    const Waiting waited = waiting_[first_waiting_++];
    std::optional<Outgoing> outgoing = course_->again(waited.record, waited.time);
    const bool answered = course_->requests()[waited.record].state != RequestRecord::State::outstanding;
    if (outgoing) effects.send_request(outgoing->to, std::move(outgoing->payload), outgoing->identity);
    if (!answered && waited.time < Rules::patience_max)
      waiting_.push_back({waited.record, waited.time + 1, now + course_->rules().ask_again});
  }
  if (first_waiting_ * 2 > waiting_.size()) {
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(first_waiting_));
    first_waiting_ = 0;
  }
  if (!waiting_.empty()) effects.set_timer(again_timer, waiting_[first_waiting_].due);
}

void ClientActor::schedule(std::uint32_t request, Effects& effects) {
  next_ = request;
  if (request != Workload::none) effects.set_timer(request_timer, course_->workload().due(request));
}

void ClientActor::handle(const Event& event, Time now, Effects& effects) {
  if (const auto* arrived = std::get_if<ReplyArrived>(&event)) {
    if (const auto* reply = arrived->payload.get_if<client::Reply>())
      perform(course_->answer(self_, arrived->from, *reply, now, effects.pool()), now, effects);
    else
      course_->saw_malformed();
  } else if (const auto* fired = std::get_if<TimerFired>(&event)) {
    if (fired->timer == again_timer) return ask_again(now, effects);
    check(next_ != Workload::none, "a client's timer is set only for a request to come");
    // While the course's loop sleeps, any message may wake the loop early: so check again every millisecond.
    if (const Time leaves = course_->leaves_at(course_->workload().due(next_)); leaves > now)
      return effects.set_timer(request_timer, std::min(leaves, now + milliseconds(1)));
    perform(course_->fire(next_, now, effects.pool()), now, effects);
    schedule(course_->workload().next_of(next_), effects);
  } else if (std::holds_alternative<Started>(event)) {
    schedule(course_->workload().first_of(self_.value - course_->rules().replicas), effects);
  }
}

}  // namespace whitewater::course
