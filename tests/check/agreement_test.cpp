// The checker against the definition, on histories small enough to try every order: no difference is allowed.
#include <algorithm>
#include <array>
#include <string>

#include "core/check/linearizability/linearizability.hpp"
#include "tests/catch.hpp"
#include "tests/check/brute_force.hpp"
#include "tests/check/random_history.hpp"
#include "tests/effort.hpp"

using namespace whitewater;
using namespace whitewater::checks;

namespace {

struct Tally {
  std::uint64_t good = 0;
  std::uint64_t bad = 0;
  std::uint64_t few = 0;  // contradictions that were shrunk
  std::array<std::uint64_t, 6> by_method{};
};

// The operations that a contradiction names contradict each other without the others.
bool holds_alone(const History& history, const Contradiction& contradiction) {
  History told;
  told.keys = history.keys;
  told.values = history.values;
  for (const std::uint32_t position : contradiction.operations) told.operations.push_back(history.operations[position]);
  std::sort(told.operations.begin(), told.operations.end(),
            [](const Operation& a, const Operation& b) { return a.process < b.process; });
  told.operations.erase(std::unique(told.operations.begin(), told.operations.end(),
                                    [](const Operation& a, const Operation& b) { return a.process == b.process; }),
                        told.operations.end());
  return !linearizable_by_brute_force(told);
}

// What an operation saw is not among the values that could stand when it looked.
bool stood_otherwise(const History& history, const Contradiction& contradiction) {
  if (contradiction.looked == Contradiction::nobody) return contradiction.stood.empty();
  const Operation& looked = history.operations[contradiction.looked];
  const std::uint32_t seen = looked.kind == Operation::Kind::cas ? looked.from : looked.value;
  const bool found =
      std::find(contradiction.stood.begin(), contradiction.stood.end(), seen) != contradiction.stood.end();
  return found == (looked.outcome == Operation::Outcome::failed);
}

Tally compare(const Mixture& mixture, std::uint64_t histories) {
  Tally tally;
  for (std::uint64_t seed = 1; seed <= histories; ++seed) {
    const History history = random_history(seed, mixture, 8);
    const LinearizabilityResult result = check_linearizability(history);
    const bool expected = linearizable_by_brute_force(history);
    REQUIRE(result.keys.size() == 1);
    ++tally.by_method[static_cast<std::size_t>(result.keys[0].method)];
    ++(expected ? tally.good : tally.bad);
    bool right = result.answer == (expected ? Answer::linearizable : Answer::not_linearizable);
    for (const Contradiction& contradiction : result.contradictions) {
      const bool by_appends = contradiction.kind >= Contradiction::Kind::not_a_prefix &&
                              contradiction.kind <= Contradiction::Kind::appends_cross;
      right = right && (by_appends || holds_alone(history, contradiction)) && stood_otherwise(history, contradiction);
      tally.few += contradiction.kind == Contradiction::Kind::no_order ? 1 : 0;
    }
    if (right) continue;
    for (const Contradiction& contradiction : result.contradictions)
      for (const std::string& line : explained(history, contradiction)) WARN(line);
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
  std::array<std::uint64_t, 6> by_method{};
  std::uint64_t few = 0;
  for (const Mixture& mixture : mixtures) {
    const Tally tally = compare(mixture, tests::effort(40'000u));
    INFO(mixture.name << ": " << tally.good << " good, " << tally.bad << " bad");
    CHECK(tally.good > tests::effort(4'000u));
    CHECK(tally.bad > tests::effort(2'000u));
    for (std::size_t i = 0; i < by_method.size(); ++i) by_method[i] += tally.by_method[i];
    few += tally.few;
  }
  CHECK(few > tests::effort(1'000u));
  for (const std::uint64_t used : by_method)
    CHECK(used > tests::effort(1'000u));  // every way of deciding has been tried
}
