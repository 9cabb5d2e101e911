// RegistersClient: one client of the workload registers as an actor. It has room for so many open operations; each
// place begins one, waits for its answer, and after a pause begins the next; or all begin at fixed times. It asks whom
// it takes for the leader, and now and then somebody else; it asks again, asks anew what was refused, and gives up. The
// book makes its requests and judges its answers.
#pragma once

#include <cstdint>
#include <vector>

#include "core/actor/actor.hpp"
#include "scenarios/workloads/registers_book.hpp"

namespace whitewater::scenarios {

class RegistersClient final : public Actor {
 public:
  // book is not owned, and must be reset first.
  void reset(RegistersBook& book, unsigned index);

  void handle(const Event& event, Time now, Effects& effects) override;
  std::uint64_t fingerprint() const override { return rolling_; }

 private:
  static constexpr TimerId places_timer{0};
  static constexpr TimerId interval_timer{1};

  struct Place {
    bool open = false;
    std::uint32_t number = 0;  // of the operation among this client's
    std::uint32_t attempt = 0;
    std::uint32_t sendings = 0;  // of that attempt, so far
    std::uint32_t record = RegistersRequest::none;
    Time next = time_never;  // begin, ask again or give up
    Time gives_up = time_never;
  };

  const Registers& options() const { return book_->load().options(); }
  bool in_intervals() const { return options().interval > Duration{}; }
  PlannedOperation operation(const Place& place) const { return {index_, place.number}; }

  void start(Effects& effects);
  void on_places(Time now, Effects& effects);
  void on_interval(Time now, Effects& effects);
  void on_reply(const ReplyArrived& arrived, Time now, Effects& effects);
  void begin(Place& place, Time now, Effects& effects);
  void ask(Place& place, Time now, Effects& effects);
  void ask_again(Place& place, Time now, Effects& effects);
  void send(Place& place, NodeId to, Effects& effects);
  void wait(Place& place, Time now);
  void end(Place& place, Time now);
  void set_timer(Effects& effects);

  RegistersBook* book_ = nullptr;
  unsigned index_ = 0;
  NodeId leader_ = no_node;  // whom this client was told of last
  std::vector<Place> places_;
  std::uint32_t intervals_ = 0;  // so far
  Time timer_ = time_never;      // of the places, as it is set
  std::uint64_t rolling_ = 0;
};

}  // namespace whitewater::scenarios
