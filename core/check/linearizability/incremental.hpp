// IncrementalChecker: linearizability while a history grows. It is fed calls and completions in the order of time, and
// says no at the first completion that cannot be explained. Exact at every completion for keys that are put and got
// with unique values, in log n each. Other keys are checked as a whole whenever they have doubled, and at the end:
// within the budget, so that the sum of these checks costs about twice the last one.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string_view>
#include <vector>

#include "core/check/linearizability/linearizability.hpp"

namespace whitewater::checks {

class IncrementalChecker {
 public:
  explicit IncrementalChecker(std::string_view initial_value = "", const LinearizabilityOptions& options = {});
  ~IncrementalChecker();
  IncrementalChecker(const IncrementalChecker&) = delete;
  IncrementalChecker& operator=(const IncrementalChecker&) = delete;

  std::uint32_t key(std::string_view text) { return history_.keys.number(text); }
  std::uint32_t value(std::string_view text) { return history_.values.number(text); }

  // An operation is called: kind, key, process, called; the value that a put, CAS or append carries, and `from`.
  // Returns its number, a position in history(). Times never go down, and what completed at some time completed after
  // all that was called at that time. An operation that never completes stays possible for ever.
  std::uint32_t call(const Operation& operation);

  // It is done. A get: with this value.
  Answer complete(std::uint32_t number, std::int64_t returned) { return complete_as(number, returned, ok, none); }
  Answer complete_get(std::uint32_t number, std::int64_t returned, std::uint32_t value) {
    return complete_as(number, returned, ok, value);
  }
  // A CAS that found another value than `from`.
  Answer complete_failed(std::uint32_t number, std::int64_t returned) {
    return complete_as(number, returned, Operation::Outcome::failed, none);
  }

  // So far: not_linearizable is final, linearizable holds but for keys whose next check is still to come.
  Answer answer() const { return answer_; }
  // Checks what was not checked at the latest completion. More may be fed afterwards.
  Answer finish();

  // What was fed: completions after the first bad one are left out.
  const History& history() const { return history_; }
  // One, when the answer is no.
  const std::vector<Contradiction>& contradictions() const { return contradictions_; }

 private:
  static constexpr auto ok = Operation::Outcome::ok;
  static constexpr std::uint32_t none = 0xFFFF'FFFF;

  struct Key {
    std::uint32_t last_operation = none;
    std::uint32_t completed = 0;
    std::uint32_t next_check = 0;  // at so many completions; 0: the zones judge this key
    bool checked = false;          // at the latest completion, and not found bad
  };
  struct Parts;

  Key& key_state(std::uint32_t key);
  Answer complete_as(std::uint32_t number, std::int64_t returned, Operation::Outcome outcome, std::uint32_t value);
  void judge(std::uint32_t number, Key& key);
  Answer check_whole(std::uint32_t key);

  History history_;
  LinearizabilityOptions options_;
  std::unique_ptr<Parts> parts_;
  std::vector<Key> keys_;
  std::deque<std::uint32_t> previous_;  // by operation: the one before it of the same key
  std::vector<Contradiction> contradictions_;
  std::int64_t now_ = std::numeric_limits<std::int64_t>::min();
  std::int64_t last_return_ = std::numeric_limits<std::int64_t>::min();
  Answer answer_ = Answer::linearizable;
};

}  // namespace whitewater::checks
