// check_scenarios for RapidCheck: its generators draw scenarios, for properties inside any test framework. RapidCheck
// does not shrink: a failing run is made small as check_scenarios.hpp says. Include this header only where RapidCheck
// is at hand. RC_PARAMS is heeded (seed=…, max_success=…); without it the inputs are the same in every run.
#pragma once

#include <rapidcheck.h>
#include <rapidcheck/detail/Configuration.h>
#include <rapidcheck/detail/TestListenerAdapter.h>

#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>
#include <utility>

#include "scenarios/search/random_scenario.hpp"
#include "tools/testing/check_scenarios.hpp"

namespace whitewater::testing {

// Of the whole range, whatever the size of the case.
inline std::uint64_t drawn_seed() {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint64_t>());
}

// A generator: cluster, network, faults, and the options that system and workload draw for themselves.
inline auto drawn_scenarios(const scenarios::Toolbox& toolbox, const scenarios::System& system,
                            const scenarios::Workload& workload) {
  return [&toolbox, &system, &workload] { return scenarios::random_scenario(toolbox, system, workload, drawn_seed()); };
}

// generate: makes a Scenario, drawing with *rc::gen::…; one without a seed gets a drawn one.
template <class Generate>
CheckedScenarios check_scenarios(const ScenarioCheck& check, Generate&& generate) {
  rc::detail::Configuration config;
  config.testParams.seed = 1;
  config.testParams.maxSuccess = check.cases;
  // NOLINTNEXTLINE(concurrency-mt-unsafe)
  if (const char* const given = std::getenv("RC_PARAMS")) config = rc::detail::configFromString(given, config);
  config.testParams.disableShrinking = true;

  ScenarioRuns runs(check);
  const rc::detail::Property property = rc::detail::toProperty([&] {
    scenarios::Scenario scenario = generate();
    if (!scenario.seed) scenario.seed = drawn_seed();
    if (!runs.run(scenario)) RC_FAIL(runs.result().text);
  });
  rc::detail::TestMetadata metadata;
  metadata.id = metadata.description = check.name;
  rc::detail::TestListenerAdapter nobody;
  const rc::detail::TestResult result =
      rc::detail::checkProperty(property, metadata, config.testParams, nobody, config.reproduce);
  if (result.template is<rc::detail::SuccessResult>()) return runs.result();
  std::ostringstream words;
  rc::detail::printResultMessage(result, words);
  return runs.result(words.str());
}

}  // namespace whitewater::testing
