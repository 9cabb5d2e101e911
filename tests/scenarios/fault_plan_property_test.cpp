// Any plan of faults: written and read it is the same plan, and runs alike.
#include "scenarios/experiment/runner.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/format/scenario_writer.hpp"
#include "tests/catch.hpp"
#include "tests/property.hpp"
#include "tests/scenarios/generated_run.hpp"
#include "tests/scenarios/generated_scenario.hpp"

namespace whitewater::scenarios {

TEST_CASE("a plan that was written and read runs as before") {
  Runner runner;
  tests::check_property([&] {
    Scenario scenario = generated_run();
    const Duration last = *scenario.heal;
    for (std::uint32_t left = drawn(0u, 5u); left > 0; --left)
      scenario.faults.push_back(drawn_fault(scenario.replicas, last, 1'000 - left));
    const Result<ReadScenario> read = read_standard(write_scenario(scenario), "generated.json");
    if (!read) RC_FAIL(read.error().text());
    RC_ASSERT(read.value().scenario.faults == scenario.faults);
    const RunReport before = runner.run(scenario, 3);
    const RunReport after = runner.run(read.value().scenario, 3);
    RC_ASSERT(before.digest == after.digest);
    RC_ASSERT(before.warnings == after.warnings);
    if (before.violation)
      RC_FAIL(before.violation->property + ": " + before.violation->text + "\n" + write_scenario(scenario));
  });
}

}  // namespace whitewater::scenarios
