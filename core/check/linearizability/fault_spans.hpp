// FaultSpans: computes how long each fault lasted, from the fault events in the order of time. Knows the names of this
// project's faults, and treats a name that sounds like an end as an end. Only for people who read a violation: no
// verdict depends on it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/check/linearizability/contradiction.hpp"

namespace whitewater::checks {

class FaultSpans {
 public:
  // name: "kill_leader", "part_end", "stop-partition"; whom: "0002 0003", or as much as is known.
  // number: tells faults of one name apart; 0: nobody said.
  void add(std::int64_t time, std::string_view name, std::string_view whom, std::uint64_t number = 0);
  // The fault of that name and number has ended; whom: those that it had struck.
  void end(std::int64_t time, std::string_view name, std::uint64_t number, std::string_view whom);

  const std::vector<FaultSpan>& list() const { return spans_; }

 private:
  bool ends(std::int64_t time, std::string_view name, std::string_view whom);

  std::vector<FaultSpan> spans_;
  std::vector<std::string> names_;  // for each span: its name, and in whom_ the nodes that it struck
  std::vector<std::string> whom_;
  std::vector<std::uint64_t> numbers_;
};

}  // namespace whitewater::checks
