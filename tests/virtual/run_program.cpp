// A toolbox of one system: programs.
#include "tests/virtual/run_program.hpp"

#include <array>

#include "scenarios/experiment/cluster.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/standard/standard.hpp"
#include "tests/catch.hpp"
#include "tools/virtual/host/process_cluster.hpp"
#include "tools/virtual/host/program.hpp"

namespace whitewater::tools::virtual_time {

scenarios::Scenario scenario_of(const std::string& path, const std::vector<std::string>& arguments, unsigned replicas) {
  static const std::array systems{program_system()};
  static const scenarios::Toolbox toolbox{systems, scenarios::standard_toolbox().workloads};
  const std::string text = R"({"system": "program", "program": {"path": ")" + path +
                           R"("}, "lifetime": 5, "requests": 60,)" + R"("mix": 0.2, "replicas": )" +
                           std::to_string(replicas) + "}";
  const auto read = scenarios::read_scenario(text, "program", toolbox);
  REQUIRE(read.ok());
  scenarios::Scenario scenario = read.value().scenario;
  scenario.system_options.get<Program>().arguments = arguments;
  return scenario;
}

Ran run(const scenarios::Scenario& scenario, std::uint64_t seed) {
  scenarios::Runner runner;
  Ran ran;
  ran.report = runner.run(scenario, seed);
  ran.digest = runner.digest();
  for (const NodeId node : NodeSet::first(scenario.replicas)) ran.states.push_back(runner.cluster().describe(node));
  return ran;
}

}  // namespace whitewater::tools::virtual_time
