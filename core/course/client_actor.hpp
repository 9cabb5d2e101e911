// ClientActor: one of the course's eight clients as an actor. It fires its own requests when they are due and hands
// every answer to the Course, which judges the answer and may ask for a retry. The load is an open loop: a client never
// repeats an unanswered request, unless the rules say so (Rules::ask_again). The eight clients share one Course,
// because the course's simulator is one process: what one client's message teaches it (who lives, who leads), all
// clients know at once.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/actor/actor.hpp"
#include "core/course/course.hpp"

namespace whitewater::course {

class ClientActor final : public Actor {
 public:
  ClientActor() = default;
  // course is not owned, and must be reset first.
  ClientActor(Course& course, NodeId self) { reset(course, self); }
  void reset(Course& course, NodeId self);

  void handle(const Event& event, Time now, Effects& effects) override;
  std::uint64_t fingerprint() const override { return course_->client_fingerprint(self_); }

 private:
  static constexpr TimerId request_timer{0};

  static constexpr TimerId again_timer{1};

  // A request that is resent unless it is answered by `due`. Kept in the order of `due`, because all wait equally long.
  struct Waiting {
    std::uint32_t record = 0;
    std::uint32_t time = 0;  // which resend this is: 1, 2, …
    Time due;
  };

  void perform(std::optional<Outgoing> outgoing, Time now, Effects& effects);
  void ask_again(Time now, Effects& effects);
  void schedule(std::uint32_t request, Effects& effects);

  Course* course_ = nullptr;
  NodeId self_;
  std::uint32_t next_ = Workload::none;  // the request that the timer is set for
  std::vector<Waiting> waiting_;         // the entries from first_waiting_ on are in use
  std::size_t first_waiting_ = 0;
};

}  // namespace whitewater::course
