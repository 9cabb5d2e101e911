// The files are read as they are; what makes them scenarios of a program is put in front of their first field.
#include "tests/virtual/course_runs.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/standard/standard.hpp"
#include "tools/virtual/host/process_cluster.hpp"
#include "tools/virtual/host/program.hpp"

namespace whitewater::tools::virtual_time {

std::vector<std::string> course_names() {
  std::vector<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator(WHITEWATER_COURSE_SCENARIOS))
    names.push_back(file.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

scenarios::Scenario course_scenario(const std::string& name, const FixtureProgram& program, std::string_view more) {
  static const std::array systems{program_system()};
  static const scenarios::Toolbox toolbox{systems, scenarios::standard_toolbox().workloads};
  std::ifstream file(WHITEWATER_COURSE_SCENARIOS "/" + name + ".json");
  std::ostringstream text;
  text << file.rdbuf();
  std::string json = text.str();
  const std::string first = R"("system": "program", "program": {"path": ")" + program.path + R"("}, )";
  json.insert(json.find('{') + 1, first + std::string(more));
  auto read = scenarios::read_scenario(json, name, toolbox);
  if (!read.ok()) throw std::runtime_error(read.error().text());
  scenarios::Scenario scenario = std::move(read.value().scenario);
  scenario.system_options.get<Program>().arguments = program.arguments;
  return scenario;
}

}  // namespace whitewater::tools::virtual_time
