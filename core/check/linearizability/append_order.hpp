// AppendOrder: a key that is only appended to and got, where no element is appended twice. A read tells the whole
// order of what came before it, so there is nothing to search: n log n.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/check/linearizability/contradiction.hpp"
#include "core/check/linearizability/key_history.hpp"

namespace whitewater::checks {

class AppendOrder {
 public:
  // False: elements are appended twice, or a read can be taken apart in more than one way. Then search.
  bool recover(const KeyHistory& key);
  // After recover: the contradiction, if there is one.
  std::optional<Contradiction> judge(const KeyHistory& key) const;

 private:
  // What saw or made the first so many appends.
  struct Step {
    std::int64_t first_return = Operation::never;
    std::int64_t last_call = std::numeric_limits<std::int64_t>::min();
    std::uint32_t first_return_of = 0;
    std::uint32_t last_call_of = 0;

    void add(const Operation& operation, std::uint32_t position);
  };

  bool take_apart(std::string_view text, const KeyHistory& key);
  std::optional<Contradiction> judge_steps(const KeyHistory& key, const std::vector<Step>& steps) const;

  std::vector<std::uint32_t> order_;    // appends, as the longest read shows them
  std::vector<std::uint64_t> lengths_;  // of the value after so many of them; the first is that of the initial value
  std::string longest_;
};

}  // namespace whitewater::checks
