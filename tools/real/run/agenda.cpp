// Both kinds are in the order of their times already.
#include "tools/real/run/agenda.hpp"

namespace whitewater::tools::real {

Agenda::Agenda(const course::Rules& rules, const course::Workload& workload)
    : workload_(workload), ask_again_(rules.ask_again) {}

void Agenda::sent(Repeat next, Time now) {
  if (ask_again_ == Duration{} || next.time > course::Rules::patience_max) return;
  repeats_.push_back({now + ask_again_, next});
}

std::optional<Agenda::Repeat> Agenda::take_repeat(Time now) {
  if (next_repeat() > now) return std::nullopt;
  const Repeat repeat = repeats_.front().repeat;
  repeats_.pop_front();
  return repeat;
}

}  // namespace whitewater::tools::real
