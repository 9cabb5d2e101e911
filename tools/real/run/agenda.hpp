// Agenda: what is due in a run, and when: planned requests, events of the scenario, disturbances, in the order in which
// the course's loop fires them. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/course/rules.hpp"
#include "core/course/workload.hpp"
#include "tools/real/run/disturbance.hpp"

namespace whitewater::tools::real {

class Agenda {
 public:
  struct Item {
    enum class Kind : std::uint8_t { request, event, disturbance };  // at one time in this order

    Time due;
    Kind kind = Kind::request;
    std::uint32_t number = 0;  // number of the request, of the event in the rules, or of the disturbance
  };

  Agenda(const course::Rules& rules, const course::Workload& workload, std::span<const Disturbance> disturbances);

  // The next item that is due strictly before now; null if there is none. Each item is returned once.
  const Item* take(Time now);

 private:
  std::vector<Item> items_;
  std::size_t next_ = 0;
};

}  // namespace whitewater::tools::real
