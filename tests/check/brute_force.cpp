// Depth first over all orders that respect time; nothing is remembered, nothing is clever.
#include "tests/check/brute_force.hpp"

#include <string>

#include "core/base/check.hpp"

namespace whitewater::checks {

namespace {

class AllOrders {
 public:
  explicit AllOrders(const History& history) : history_(history) {
    check(history.operations.size() <= 16, "brute force is for a handful of operations");
  }

  bool any(std::uint32_t done, const std::string& value) {
    if (complete(done)) return true;
    for (std::uint32_t i = 0; i < history_.operations.size(); ++i) {
      if ((done >> i & 1) != 0 || !may_come_next(done, i)) continue;
      std::string next = value;
      if (take_effect(history_.operations[i], next) && any(done | 1u << i, next)) return true;
    }
    return false;
  }

 private:
  bool complete(std::uint32_t done) const {
    for (std::uint32_t i = 0; i < history_.operations.size(); ++i)
      if ((done >> i & 1) == 0 && !history_.operations[i].pending()) return false;
    return true;
  }
  bool may_come_next(std::uint32_t done, std::uint32_t i) const {
    for (std::uint32_t other = 0; other < history_.operations.size(); ++other)
      if ((done >> other & 1) == 0 && history_.operations[other].returned < history_.operations[i].called) return false;
    return true;
  }
  bool take_effect(const Operation& operation, std::string& value) const {
    const std::string text(history_.values.text(operation.value));
    const std::string from(history_.values.text(operation.from));
    switch (operation.kind) {
      case Operation::Kind::get:
        return operation.pending() || value == text;
      case Operation::Kind::put:
        value = text;
        return true;
      case Operation::Kind::append:
        value += text;
        return true;
      case Operation::Kind::cas:
        if (operation.outcome == Operation::Outcome::failed) return value != from;
        if (value != from) return operation.pending();
        value = text;
        return true;
    }
    return false;
  }

  const History& history_;
};

}  // namespace

bool linearizable_by_brute_force(const History& history) {
  return AllOrders(history).any(0, std::string(history.values.text(History::initial)));
}

}  // namespace whitewater::checks
