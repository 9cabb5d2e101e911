// The items are sorted once.
#include "tools/real/run/agenda.hpp"

#include <algorithm>
#include <tuple>

namespace whitewater::tools::real {

Agenda::Agenda(const course::Rules& rules, const course::Workload& workload,
               std::span<const Disturbance> disturbances) {
  using Kind = Item::Kind;
  const Time zero = Time{} + rules.start_wait;
  for (std::uint32_t i = 0; i < workload.requests(); ++i) items_.push_back({workload.due(i), Kind::request, i});
  for (std::uint32_t i = 0; i < rules.events.size(); ++i)
    items_.push_back({zero + rules.events[i].time, Kind::event, i});
  for (std::uint32_t i = 0; i < disturbances.size(); ++i)
    items_.push_back({zero + disturbances[i].time, Kind::disturbance, i});
  std::sort(items_.begin(), items_.end(), [](const Item& a, const Item& b) {
    return std::tie(a.due, a.kind, a.number) < std::tie(b.due, b.kind, b.number);
  });
}

const Agenda::Item* Agenda::take(Time now) {
  return next_ < items_.size() && items_[next_].due < now ? &items_[next_++] : nullptr;
}

}  // namespace whitewater::tools::real
