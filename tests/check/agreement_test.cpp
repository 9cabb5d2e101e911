// The checker against the definition, on histories small enough to try every order: no difference is allowed.
#include <array>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "core/base/hash.hpp"
#include "core/base/random.hpp"
#include "core/check/linearizability.hpp"
#include "tests/catch.hpp"
#include "tests/check/brute_force.hpp"

using namespace whitewater;
using namespace whitewater::checks;

namespace {

struct Mixture {
  const char* name;
  bool unique;
  bool swaps;
  bool appends;
};

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : seed_(seed) {}
  std::uint64_t below(std::uint64_t bound) { return scale(hash_words(seed_, draws_++), bound); }

 private:
  std::uint64_t seed_;
  std::uint64_t draws_ = 0;
};

// Mostly a history that some order explains, with a little noise: purely random ones are nearly all refuted at sight.
History random_history(std::uint64_t seed, const Mixture& mixture) {
  Dice dice(seed);
  History history;
  history.keys.number("k");
  const std::uint64_t count = 1 + dice.below(8);
  const std::uint64_t values = mixture.unique ? 100 : 1 + dice.below(4);
  const std::int64_t span = 4 + static_cast<std::int64_t>(dice.below(24));
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

struct Tally {
  std::uint64_t good = 0;
  std::uint64_t bad = 0;
  std::array<std::uint64_t, 5> by_method{};
};

Tally compare(const Mixture& mixture, std::uint64_t histories) {
  Tally tally;
  for (std::uint64_t seed = 1; seed <= histories; ++seed) {
    const History history = random_history(seed, mixture);
    const LinearizabilityResult result = check_linearizability(history);
    const bool expected = linearizable_by_brute_force(history);
    REQUIRE(result.keys.size() == 1);
    ++tally.by_method[static_cast<std::size_t>(result.keys[0].method)];
    ++(expected ? tally.good : tally.bad);
    if (result.answer == (expected ? Answer::linearizable : Answer::not_linearizable)) continue;
    std::string text = std::string(mixture.name) + " history " + std::to_string(seed);
    for (const Operation& operation : history.operations)
      text += "\n  " + operation_text(history, operation) + " [" + std::to_string(operation.called) + ", " +
              std::to_string(operation.returned) + "]";
    FAIL(text << "\nexpected " << (expected ? "linearizable" : "a violation") << ", by "
              << method_name(result.keys[0].method));
  }
  return tally;
}

}  // namespace

TEST_CASE("the checker agrees with brute force on 200,000 random histories") {
  constexpr Mixture mixtures[] = {{"unique values", true, false, false},
                                  {"duplicate values", false, false, false},
                                  {"duplicate values with compare-and-swap", false, true, false},
                                  {"appends of unique elements", true, false, true},
                                  {"everything", false, true, true}};
  std::array<std::uint64_t, 5> by_method{};
  for (const Mixture& mixture : mixtures) {
    const Tally tally = compare(mixture, 40'000);
    INFO(mixture.name << ": " << tally.good << " good, " << tally.bad << " bad");
    CHECK(tally.good > 4'000);
    CHECK(tally.bad > 2'000);
    for (std::size_t i = 0; i < by_method.size(); ++i) by_method[i] += tally.by_method[i];
  }
  for (const std::uint64_t used : by_method) CHECK(used > 1'000);  // every way of deciding has been tried
}
