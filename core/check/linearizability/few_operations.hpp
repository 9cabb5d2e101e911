// FewOperations: shrinks what an exact search has refuted to a few operations that still contradict each other, however
// the others are placed. Removing an operation must never make a good history bad. So the removed writes may take
// effect at any time after their calls, or never. Or, in long histories, what returned before the first of the few was
// called has left any value, and only the other removed writes may take effect. Private to this folder.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "core/check/linearizability/contradiction.hpp"
#include "core/check/linearizability/key_history.hpp"
#include "core/check/linearizability/search_memory.hpp"

namespace whitewater::checks {

class FewOperations {
 public:
  FewOperations(const KeyHistory& key, SearchMemory& memory) : key_(key), memory_(memory) {}

  // last: the operation whose return no order survived. Nothing: the budget of this class is too small for the key.
  std::optional<Contradiction> find(std::uint32_t last);

 private:
  using Positions = std::vector<std::uint32_t>;

  // A history of one key that holds only the texts it needs.
  struct Part {
    History history;
    Positions positions;  // 0, 1, …
    void add(const History& whole, const Operation& operation);
  };

  void gather(std::uint32_t last);
  // The operations besides `kept` that may have written what these, and `more`, need.
  // since: only those that had not returned by then.
  Positions helpers(const Positions& kept, const Operation* more = nullptr,
                    std::int64_t since = std::numeric_limits<std::int64_t>::min()) const;
  bool contradict(const Positions& kept, const Operation* more = nullptr);
  bool impossible_from(std::string_view initial, const Positions& kept, const Positions& loose, const Operation* more);
  bool impossible_from_any(const Positions& kept, const Operation* more);
  bool impossible(Part& part);
  Positions window();
  void shrink(Positions& kept);
  void find_values_that_stood(Contradiction& found, const Positions& kept);

  const KeyHistory& key_;
  SearchMemory& memory_;
  std::int64_t end_ = 0;  // what happens later plays no part
  bool appends_ = false;
  Positions done_;        // returned until then, in the order of returns
  Positions writes_;      // called until then, in the order of calls
  bool settles_ = false;  // the second way, for histories that are too long for the first
  static constexpr std::uint64_t steps_max = 1'000'000;
  std::uint64_t steps_left_ = steps_max;
};

}  // namespace whitewater::checks
