// Each operation is given a moment, in order, and stretches some way around it.
#include "tests/check/random_history.hpp"

#include <string>
#include <vector>

#include "core/base/hash.hpp"
#include "core/base/random.hpp"

namespace whitewater::checks {

namespace {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : seed_(seed) {}
  std::uint64_t below(std::uint64_t bound) { return scale(hash_words(seed_, draws_++), bound); }

 private:
  std::uint64_t seed_;
  std::uint64_t draws_ = 0;
};

}  // namespace

History random_history(std::uint64_t seed, const Mixture& mixture, std::uint64_t operations_max) {
  Dice dice(seed);
  History history;
  history.keys.number("k");
  const std::uint64_t count = 1 + dice.below(operations_max);
  const std::uint64_t values = mixture.unique ? 100 : 1 + dice.below(4);
  const std::int64_t span = 4 + static_cast<std::int64_t>(dice.below(3 * operations_max));
  std::string value;
  std::vector<std::string> past{""};
  for (std::uint64_t i = 0; i < count; ++i) {
    Operation operation;
    const std::int64_t moment = static_cast<std::int64_t>(i) * span / static_cast<std::int64_t>(count);
    operation.called = moment - static_cast<std::int64_t>(dice.below(6));
    operation.returned = moment + static_cast<std::int64_t>(dice.below(6));
    operation.process = static_cast<std::uint32_t>(i);
    std::string text = mixture.unique ? std::to_string(i + 1) : std::to_string(dice.below(values));
    if (!mixture.unique && dice.below(40) == 0) text.clear();  // the initial value, written
    const std::uint64_t kind = dice.below(mixture.swaps ? 4 : 2);
    if (kind == 0) {
      operation.kind =
          mixture.appends && (!mixture.swaps || dice.below(2) == 0) ? Operation::Kind::append : Operation::Kind::put;
      if (mixture.appends && mixture.unique) text += ' ';
      value = operation.kind == Operation::Kind::append ? value + text : text;
      operation.value = history.values.number(text);
    } else if (kind == 1) {
      operation.kind = Operation::Kind::get;
      if (dice.below(4) != 0)
        text = value;
      else if (mixture.appends || dice.below(2) == 0)
        text = past[dice.below(past.size())];
      operation.value = history.values.number(text);
    } else {
      operation.kind = Operation::Kind::cas;
      const std::string from = dice.below(2) == 0 ? value : past[dice.below(past.size())];
      operation.from = history.values.number(from);
      operation.value = history.values.number(text);
      if ((from != value) == (dice.below(8) != 0))
        operation.outcome = Operation::Outcome::failed;
      else
        value = text;
    }
    past.push_back(value);
    if (dice.below(10) == 0) {
      operation.outcome = Operation::Outcome::pending;
      operation.returned = Operation::never;
    }
    history.operations.push_back(operation);
  }
  return history;
}

}  // namespace whitewater::checks
