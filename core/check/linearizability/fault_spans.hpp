// FaultSpans: from the events of faults, in the order of time, how long each lasted. Knows the words of this project's
// faults, and takes what sounds like an end for one: for people who read a violation, nothing decides by it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/check/linearizability/contradiction.hpp"

namespace whitewater::checks {

class FaultSpans {
 public:
  // name: "kill_leader", "part_end", "stop-partition"; whom: "0002 0003", or whatever is known.
  void add(std::int64_t time, std::string_view name, std::string_view whom);

  const std::vector<FaultSpan>& list() const { return spans_; }

 private:
  bool end(std::int64_t time, std::string_view name, std::string_view whom);

  std::vector<FaultSpan> spans_;
  std::vector<std::string> names_;  // of each, and whom it struck
  std::vector<std::string> whom_;
};

}  // namespace whitewater::checks
