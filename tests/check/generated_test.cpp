// Long histories of a store that behaves are linearizable; with one stale read they are not, and the report names it.
#include "core/check/linearizability/linearizability.hpp"
#include "tests/catch.hpp"
#include "tools/history/history_generator.hpp"

using namespace whitewater;
using namespace whitewater::checks;

namespace {

GeneratedHistory shape(std::uint32_t keys, std::uint32_t clients, std::uint32_t values, bool stale) {
  GeneratedHistory wanted;
  wanted.keys = keys;
  wanted.clients = clients;
  wanted.values = values;
  wanted.stale_read = stale;
  wanted.pending = {2'000};
  return wanted;
}

}  // namespace

TEST_CASE("generated histories are judged right, whatever the concurrency") {
  for (const auto& [keys, clients] : {std::pair{1u, 10u}, {10u, 50u}, {100u, 200u}, {1u, 200u}}) {
    for (const std::uint32_t values : {0u, 16u}) {
      INFO(keys << " keys, " << clients << " clients, " << values << " values");
      CHECK(check_linearizability(generate_history(shape(keys, clients, values, false))).answer ==
            Answer::linearizable);
      // Where 200 clients write the same 16 values on one key, no read is certainly stale.
      if (values != 0 && keys == 1 && clients == 200) continue;
      const History history = generate_history(shape(keys, clients, values, true));
      const LinearizabilityResult result = check_linearizability(history);
      CHECK(result.answer == Answer::not_linearizable);
      REQUIRE(result.contradictions.size() == 1);
      CHECK(explained(history, result.contradictions[0]).size() >= 2);
    }
  }
}

TEST_CASE("a search that runs out of its budget says that it does not know") {
  const History history = generate_history(shape(1, 10, 16, false));
  LinearizabilityOptions options;
  options.steps_max = 1'000;
  const LinearizabilityResult few_steps = check_linearizability(history, options);
  CHECK(few_steps.answer == Answer::unknown);
  CHECK(few_steps.contradictions.empty());
  options = {};
  options.bytes_max = 1'000;
  CHECK(check_linearizability(history, options).answer == Answer::unknown);
}

TEST_CASE("what appends make of each other counts as memory of the search") {
  History history;
  const std::string text(1'000, 'x');
  history.add(Operation::Kind::put, "k", "start", 0, 1);
  for (std::int64_t i = 1; i < 400; ++i) history.add(Operation::Kind::append, "k", text, 10 * i, 10 * i + 1);
  CHECK(check_linearizability(history).answer == Answer::linearizable);
  LinearizabilityOptions options;
  options.bytes_max = std::size_t{1} << 20;
  CHECK(check_linearizability(history, options).answer == Answer::unknown);
}
