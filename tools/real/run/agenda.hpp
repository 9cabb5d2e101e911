// Agenda: what clients send in a run, and when: the planned requests, and what is asked again because no answer came.
// Pure.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "core/course/rules.hpp"
#include "core/course/workload.hpp"

namespace whitewater::tools::real {

class Agenda {
 public:
  struct Repeat {
    std::uint32_t record = 0;  // of the request
    std::uint32_t time = 0;    // for the time-th time, from 1
  };

  Agenda(const course::Rules& rules, const course::Workload& workload);

  // When the next planned request is due; time_never: none is left.
  Time next() const { return next_ < workload_.requests() ? workload_.due(workload_.nth(next_)) : time_never; }
  // The number of the next planned request. Each is returned once.
  std::uint32_t take() { return workload_.nth(next_++); }

  // The request was sent now: it is asked again after Rules::ask_again, if that is not zero.
  void sent(Repeat next, Time now);
  Time next_repeat() const { return repeats_.empty() ? time_never : repeats_.front().due; }
  // What is to be asked again no later than now. Each is returned once.
  std::optional<Repeat> take_repeat(Time now);

 private:
  struct Waiting {
    Time due;
    Repeat repeat;
  };

  const course::Workload& workload_;
  Duration ask_again_;
  std::uint32_t next_ = 0;
  std::deque<Waiting> repeats_;  // by time: all wait equally long
};

}  // namespace whitewater::tools::real
