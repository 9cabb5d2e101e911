// AppendOrder: decides a key that is only appended to and read, if no element is appended twice. A read shows the whole
// order of the appends before it, so there is nothing to search: O(n log n).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/check/linearizability/contradiction.hpp"
#include "core/check/linearizability/key_history.hpp"

namespace whitewater::checks {

class AppendOrder {
 public:
  // Returns false if an element is appended twice, or if a read can be split in more than one way. Then use a search.
  bool recover(const KeyHistory& key);
  // Call it after recover(). Returns the contradiction, if there is one.
  std::optional<Contradiction> judge(const KeyHistory& key) const;

 private:
  // The operations that saw exactly the first i appends, or made the i-th append.
  struct Step {
    std::int64_t first_return = Operation::never;
    std::int64_t last_call = std::numeric_limits<std::int64_t>::min();
    std::uint32_t first_return_of = 0;
    std::uint32_t last_call_of = 0;

    void add(const Operation& operation, std::uint32_t position);
  };

  bool take_apart(std::string_view text, const KeyHistory& key);
  std::optional<Contradiction> judge_steps(const KeyHistory& key, const std::vector<Step>& steps) const;

  std::vector<std::uint32_t> order_;  // appends, in the order that the longest read shows
  std::vector<std::uint64_t>
      lengths_;  // lengths_[i]: size of the value after i appends; lengths_[0] is the size of the initial value
  std::string longest_;
};

}  // namespace whitewater::checks
