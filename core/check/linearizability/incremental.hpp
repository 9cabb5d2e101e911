// IncrementalChecker: checks linearizability while a history grows. It receives calls and completions in the order of
// time, and answers no at the first completion that cannot be explained. For keys that are only put and read with
// unique values, it is exact at every completion, in O(log n) each. Another key is checked as a whole whenever its
// number of completions has doubled, and at the end, within the budget: all these checks together cost about twice the
// last one.
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
  static constexpr std::uint32_t none = 0xFFFF'FFFF;

  explicit IncrementalChecker(std::string_view initial_value = "", const LinearizabilityOptions& options = {});
  ~IncrementalChecker();
  IncrementalChecker(const IncrementalChecker&) = delete;
  IncrementalChecker& operator=(const IncrementalChecker&) = delete;

  // Resets to the initial state, keeping memory.
  void reset(std::string_view initial_value = "", const LinearizabilityOptions& options = {});

  std::uint32_t key(std::string_view text) { return history_.keys.number(text); }
  std::uint32_t value(std::string_view text) { return history_.values.number(text); }

  // An operation is called. Fill in: kind, key, process, called; the value of a put, CAS or append; and `from`.
  // Returns the operation's number, a position in history(). Times never decrease. An operation that completes at some
  // time completes after all calls at that time. An operation that never completes may take effect at any later time.
  std::uint32_t call(const Operation& operation);

  // The operation completed. complete_get: it read this value.
  Answer complete(std::uint32_t number, std::int64_t returned) { return complete_as(number, returned, ok, none); }
  Answer complete_get(std::uint32_t number, std::int64_t returned, std::uint32_t value) {
    return complete_as(number, returned, ok, value);
  }
  // For a CAS that found another value than `from`.
  Answer complete_failed(std::uint32_t number, std::int64_t returned) {
    return complete_as(number, returned, Operation::Outcome::failed, none);
  }

  // The answer so far. not_linearizable is final; linearizable excludes the keys whose next check is still to come.
  Answer answer() const { return answer_; }
  // Checks everything that was not checked at its latest completion. More operations may follow.
  Answer finish();
  // After finish(): a key that was not decided within the budget, or `none`.
  std::uint32_t undecided_key() const { return undecided_key_; }

  // The operations so far. Completions after the first bad one are not recorded.
  const History& history() const { return history_; }
  // Contains one contradiction if the answer is no.
  const std::vector<Contradiction>& contradictions() const { return contradictions_; }

 private:
  static constexpr auto ok = Operation::Outcome::ok;

  struct Key {
    std::uint32_t last_operation = none;
    std::uint32_t completed = 0;
    std::uint32_t next_check = 0;  // the number of completions at which to check; 0: the zones decide this key
    bool checked = false;          // checked at the latest completion, and no contradiction was found
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
  std::deque<std::uint32_t> previous_;  // for each operation: the previous operation of the same key
  std::vector<Contradiction> contradictions_;
  std::int64_t now_ = std::numeric_limits<std::int64_t>::min();
  std::int64_t last_return_ = std::numeric_limits<std::int64_t>::min();
  Answer answer_ = Answer::linearizable;
  std::uint32_t undecided_key_ = none;
};

}  // namespace whitewater::checks
