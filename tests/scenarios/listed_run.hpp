// A run with the complete list of its requests is the drawn run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "scenarios/experiment/runner.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/format/scenario_writer.hpp"
#include "scenarios/search/requests.hpp"
#include "scenarios/standard/standard.hpp"
#include "tests/catch.hpp"

namespace whitewater::scenarios {

// The number of requests that a run with the complete list makes; the run must be the drawn one.
inline std::size_t same_with_list(Runner& runner, const Scenario& scenario, std::uint64_t seed, bool file = false) {
  const std::uint64_t digest = runner.run(scenario, seed).digest;
  const std::optional<Scenario> listed = runner.with_listed_requests(scenario);
  REQUIRE(listed.has_value());
  INFO(write_scenario(*listed));
  REQUIRE(runner.run(*listed, seed).digest == digest);
  // A list is listed as it is.
  CHECK(runner.with_listed_requests(*listed) == listed);
  if (!file) return *request_count(*listed);
  const Result<ReadScenario> read = read_standard(write_scenario(*listed), scenario.name + ".json");
  INFO((read ? std::string() : read.error().text()));
  REQUIRE(read.ok());
  CHECK(read.value().scenario == *listed);
  return *request_count(*listed);
}

}  // namespace whitewater::scenarios
