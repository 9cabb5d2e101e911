// Replicas of the older variants of the course: they connect a socket of the UNIX family, and say no hello.
#include <string>

#include "tests/catch.hpp"
#include "tests/virtual/run_program.hpp"
#include "tools/virtual/host/program.hpp"

namespace whitewater::tools::virtual_time {
namespace {

using Outcome = scenarios::RunReport::Outcome;

scenarios::Scenario scenario_with(real::Variant variant) {
  scenarios::Scenario scenario = scenario_of(WHITEWATER_REPLICA, {}, 3);
  scenario.system_options.get<Program>().variant = variant;
  return scenario;
}

TEST_CASE("A replica serves over a stream, and over packets, and its runs repeat") {
  for (const real::Variant variant : {real::Variant::stream, real::Variant::seqpacket}) {
    CAPTURE(real::variant_name(variant));
    const scenarios::Scenario scenario = scenario_with(variant);
    const Ran first = run(scenario, 7);
    CAPTURE(first.report.reason, first.states);
    REQUIRE(first.report.outcome == Outcome::pass);
    REQUIRE(run(scenario, 7).digest == first.digest);
    REQUIRE(run(scenario, 8).digest != first.digest);
  }
}

TEST_CASE("A replica of another variant than its scenario reaches nobody") {
  scenarios::Scenario scenario = scenario_with(real::Variant::stream);
  scenario.system_options.get<Program>().path = WHITEWATER_VIRTUAL_REPLICA;  // of UDP
  REQUIRE(run(scenario, 7).report.outcome == Outcome::fail);
}

}  // namespace
}  // namespace whitewater::tools::virtual_time
