// ClientActor: one of the course's eight clients as an actor: fires its own requests when they are due
// and hands every answer to the Course, which judges it and may ask for a retry. An open loop: it never
// repeats a request on silence. The eight share one Course because the course's simulator is one process:
// what one client's message teaches it (who lives, who leads) is known to all at once.
#pragma once

#include <cstdint>

#include "core/actor/actor.hpp"
#include "core/course/course.hpp"

namespace whitewater::course {

class ClientActor final : public Actor {
 public:
  ClientActor() = default;
  // course is not owned; reset it first.
  ClientActor(Course& course, NodeId self) { reset(course, self); }
  void reset(Course& course, NodeId self);

  void handle(const Event& event, Time now, Effects& effects) override;
  std::uint64_t fingerprint() const override { return course_->client_fingerprint(self_); }

 private:
  static constexpr TimerId request_timer{0};

  void schedule(std::uint32_t request, Effects& effects);

  Course* course_ = nullptr;
  NodeId self_;
  std::uint32_t next_ = Workload::none;  // the request that the timer is set for
};

}  // namespace whitewater::course
