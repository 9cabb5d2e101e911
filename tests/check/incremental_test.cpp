// The checker that is fed a history piece by piece against the one that is given prefixes of it as a whole.
#include "core/check/linearizability/incremental.hpp"

#include <algorithm>
#include <string>

#include "tests/catch.hpp"
#include "tests/check/random_history.hpp"
#include "tools/history/history_generator.hpp"

using namespace whitewater;
using namespace whitewater::checks;

namespace {

struct Moment {
  std::int64_t time;
  bool is_return;
  std::uint32_t operation;
};

// Calls before the completions of the same time.
std::vector<Moment> moments_of(const History& history) {
  std::vector<Moment> moments;
  for (std::uint32_t i = 0; i < history.operations.size(); ++i) {
    moments.push_back({history.operations[i].called, false, i});
    if (!history.operations[i].pending()) moments.push_back({history.operations[i].returned, true, i});
  }
  std::sort(moments.begin(), moments.end(), [](const Moment& a, const Moment& b) {
    if (a.time != b.time) return a.time < b.time;
    return a.is_return != b.is_return ? b.is_return : a.operation < b.operation;
  });
  return moments;
}

class Feeder {
 public:
  explicit Feeder(const History& history) : history_(history), numbers_(history.operations.size()) {
    for (std::uint32_t key = 0; key < history.keys.size(); ++key) checker.key(history.keys.text(key));
    for (std::uint32_t value = 0; value < history.values.size(); ++value) checker.value(history.values.text(value));
  }

  Answer feed(const Moment& moment) {
    const Operation& operation = history_.operations[moment.operation];
    std::uint32_t& number = numbers_[moment.operation];
    if (!moment.is_return) {
      Operation called = operation;
      if (called.kind == Operation::Kind::get) called.value = History::initial;  // which it does not know yet
      number = checker.call(called);
      return checker.answer();
    }
    if (operation.kind == Operation::Kind::get)
      return checker.complete_get(number, operation.returned, operation.value);
    return operation.outcome == Operation::Outcome::failed ? checker.complete_failed(number, operation.returned)
                                                           : checker.complete(number, operation.returned);
  }

  IncrementalChecker checker;

 private:
  const History& history_;
  std::vector<std::uint32_t> numbers_;
};

// What has been called by now, with the answers that have come by now.
History prefix(const History& history, const std::vector<Moment>& moments, std::size_t count) {
  History part = history;
  part.operations.clear();
  std::vector<std::size_t> at(history.operations.size());
  for (std::size_t i = 0; i < count; ++i) {
    const Operation& operation = history.operations[moments[i].operation];
    if (moments[i].is_return) {
      part.operations[at[moments[i].operation]] = operation;
      continue;
    }
    at[moments[i].operation] = part.operations.size();
    part.operations.push_back(operation);
    part.operations.back().outcome = Operation::Outcome::pending;
    part.operations.back().returned = Operation::never;
  }
  return part;
}

// The number of moments after which the whole-history checker first says no; all of them and one when it never does.
std::size_t first_bad_prefix(const History& history, const std::vector<Moment>& moments) {
  for (std::size_t count = 1; count <= moments.size(); ++count)
    if (moments[count - 1].is_return &&
        check_linearizability(prefix(history, moments, count)).answer == Answer::not_linearizable)
      return count;
  return moments.size() + 1;
}

std::size_t first_bad_fed(Feeder& feeder, const std::vector<Moment>& moments) {
  for (std::size_t count = 1; count <= moments.size(); ++count)
    if (feeder.feed(moments[count - 1]) == Answer::not_linearizable) return count;
  return moments.size() + 1;
}

}  // namespace

TEST_CASE("with unique values the first completion that nothing explains is the one that is reported") {
  std::uint64_t bad = 0, good = 0;
  for (const std::uint64_t size : {6u, 12u, 40u}) {
    const std::uint64_t histories = size == 40 ? 600 : 5'000;
    for (std::uint64_t seed = 1; seed <= histories; ++seed) {
      const History history = random_history(seed, {"unique values", true, false, false}, size);
      const std::vector<Moment> moments = moments_of(history);
      Feeder feeder(history);
      const std::size_t expected = first_bad_prefix(history, moments);
      const std::size_t found = first_bad_fed(feeder, moments);
      INFO("seed " << seed << ", up to " << size << " operations");
      REQUIRE(found == expected);
      if (found > moments.size()) {
        ++good;
        REQUIRE(feeder.checker.finish() == Answer::linearizable);
        continue;
      }
      ++bad;
      REQUIRE(feeder.checker.contradictions().size() == 1);
      // The few operations that it names contradict each other all by themselves.
      const Contradiction& named = feeder.checker.contradictions()[0];
      History few = feeder.checker.history();
      std::vector<Operation> kept;
      for (const std::uint32_t position : named.operations) kept.push_back(few.operations[position]);
      if (named.kind == Contradiction::Kind::values_cross) REQUIRE(kept.size() == 4);
      REQUIRE(explained(feeder.checker.history(), named).size() == kept.size() + 1);
    }
  }
  CHECK(bad > 1'000);
  CHECK(good > 1'000);
}

TEST_CASE("with other keys the end tells what the whole-history checker tells, and no alarm is early") {
  constexpr Mixture mixtures[] = {{"duplicate values", false, false, false},
                                  {"duplicate values with compare-and-swap", false, true, false},
                                  {"appends of unique elements", true, false, true},
                                  {"everything", false, true, true}};
  std::uint64_t early = 0;
  for (const Mixture& mixture : mixtures) {
    for (std::uint64_t seed = 1; seed <= 800; ++seed) {
      const History history = random_history(seed, mixture, 30);
      const std::vector<Moment> moments = moments_of(history);
      Feeder feeder(history);
      const std::size_t found = first_bad_fed(feeder, moments);
      INFO(mixture.name << ", seed " << seed);
      if (found <= moments.size()) {
        ++early;
        REQUIRE(first_bad_prefix(history, moments) <= found);
      }
      REQUIRE(feeder.checker.finish() == check_linearizability(history).answer);
    }
  }
  CHECK(early > 50);
}

TEST_CASE("a long history is fed to its end, or to the stale read") {
  for (const auto& [keys, clients] : {std::pair{1u, 10u}, {10u, 50u}, {1u, 200u}}) {
    for (const bool stale : {false, true}) {
      GeneratedHistory wanted;
      wanted.keys = keys;
      wanted.clients = clients;
      wanted.operations = 20'000;
      wanted.pending = {2'000};
      wanted.stale_read = stale;
      const History history = generate_history(wanted);
      const std::vector<Moment> moments = moments_of(history);
      Feeder feeder(history);
      const std::size_t found = first_bad_fed(feeder, moments);
      CHECK((found <= moments.size()) == stale);
      if (!stale) continue;
      CHECK(found > moments.size() / 3);
      CHECK(check_linearizability(prefix(history, moments, found)).answer == Answer::not_linearizable);
      CHECK(check_linearizability(prefix(history, moments, found - 1)).answer == Answer::linearizable);
    }
  }
}

TEST_CASE("a budget that is used up is no answer") {
  GeneratedHistory wanted;
  wanted.clients = 10;
  wanted.values = 16;
  const History history = generate_history(wanted);
  LinearizabilityOptions options;
  options.steps_max = 100;
  IncrementalChecker checker("", options);
  std::vector<std::uint32_t> numbers(history.operations.size());
  for (std::uint32_t value = 0; value < history.values.size(); ++value) checker.value(history.values.text(value));
  checker.key("0");
  for (const Moment& moment : moments_of(history)) {
    const Operation& operation = history.operations[moment.operation];
    if (!moment.is_return)
      numbers[moment.operation] = checker.call(operation);
    else if (operation.kind == Operation::Kind::get)
      checker.complete_get(numbers[moment.operation], operation.returned, operation.value);
    else
      checker.complete(numbers[moment.operation], operation.returned);
  }
  CHECK(checker.finish() == Answer::unknown);
}
