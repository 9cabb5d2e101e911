// RegistersClient: one client of the workload registers as an actor. It has room for so many open operations; each
// place begins one, waits for its answer, and after a pause begins the next; or all begin at fixed times. With a list
// of operations it begins just these, and sets its timers as if it had drawn them. It asks whom it takes for the
// leader, and now and then somebody else; it asks again, asks anew what was refused, and gives up. The book makes its
// requests and judges its answers.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
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

  // The operations that it drew and was about to begin when the run ended, each with its time.
  void append_planned(std::vector<std::pair<PlannedOperation, Time>>& planned) const;

 private:
  static constexpr TimerId places_timer{0};
  static constexpr TimerId interval_timer{1};

  static constexpr std::uint32_t none = 0xFFFF'FFFF;
  // Else a client without a pause, in a network without delays, would never let time go on.
  static constexpr Duration pause_min = microseconds(1);

  struct Place {
    bool open = false;
    std::uint32_t number = 0;  // of the operation among this client's
    std::uint32_t listed = PlannedOperation::drawn;
    std::uint32_t upcoming = none;  // with a list, without intervals: its next operation in queue_
    std::uint32_t attempt = 0;
    std::uint32_t sendings = 0;  // of that attempt, so far
    std::uint32_t record = RegistersRequest::none;
    Time next = time_never;  // begin, ask again or give up
    Time gives_up = time_never;
  };

  const Registers& options() const { return book_->load().options(); }
  bool in_intervals() const { return options().interval > Duration{}; }
  PlannedOperation operation(const Place& place) const { return {index_, place.number, place.listed}; }

  void start(Effects& effects);
  void on_places(Time now, Effects& effects);
  void on_interval(Time now, Effects& effects);
  // --- with a list: registers_client_list.cpp ---
  bool has_list() const { return options().requests.has_value(); }
  void start_list(Effects& effects);
  void on_listed_interval(Time now, Effects& effects);
  bool take_listed(Place& place, Time now);
  void end_listed(Place& place, Time now);
  Time time_of(std::uint32_t queued) const { return Time{} + (*options().requests)[queue_[queued].listed].time; }
  Time next_listed(Time now) const;
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
  // With a list: this client's operations in it.
  struct Queued {
    std::uint32_t listed = 0;     // the place in the list
    std::uint32_t behind = none;  // without intervals: the next one in queue_ that is of the same place
  };
  std::vector<Queued> queue_;
  std::uint32_t head_ = 0;  // with intervals: the first that has not begun
  Time next_interval_;
  Time passed_;  // with intervals: what is due until then has begun, or waits
  Time timer_ = time_never;  // of the places, as it is set
  std::uint64_t rolling_ = 0;
};

}  // namespace whitewater::scenarios
