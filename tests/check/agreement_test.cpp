// The checker against the definition, on histories small enough to try every order: no difference is allowed.
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
  std::array<std::uint64_t, 6> by_method{};
};

Tally compare(const Mixture& mixture, std::uint64_t histories) {
  Tally tally;
  for (std::uint64_t seed = 1; seed <= histories; ++seed) {
    const History history = random_history(seed, mixture, 8);
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
  std::array<std::uint64_t, 6> by_method{};
  for (const Mixture& mixture : mixtures) {
    const Tally tally = compare(mixture, tests::effort(40'000u));
    INFO(mixture.name << ": " << tally.good << " good, " << tally.bad << " bad");
    CHECK(tally.good > tests::effort(4'000u));
    CHECK(tally.bad > tests::effort(2'000u));
    for (std::size_t i = 0; i < by_method.size(); ++i) by_method[i] += tally.by_method[i];
  }
  for (const std::uint64_t used : by_method)
    CHECK(used > tests::effort(1'000u));  // every way of deciding has been tried
}
