#include "tests/determinism/catalogue.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/standard/standard.hpp"

namespace whitewater::tests {

scenarios::Scenario read_scenario_file(const std::string& path, const std::vector<std::string>& overrides) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) throw std::runtime_error("cannot read " + path);
  std::vector<scenarios::Override> sets;
  for (const std::string& one : overrides) {
    const std::size_t equals = one.find('=');
    sets.push_back({one.substr(0, equals), one.substr(equals + 1)});
  }
  auto result = scenarios::read_standard(text.str(), path, sets);
  if (!result) throw std::runtime_error(result.error().text());
  return result.value().scenario;
}

std::vector<scenarios::Scenario> read_catalogue() {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator("scenarios/course"))
    if (entry.path().extension() == ".json") paths.push_back(entry.path().string());
  std::sort(paths.begin(), paths.end());
  std::vector<scenarios::Scenario> scenarios;
  for (const std::string& path : paths) scenarios.push_back(read_scenario_file(path));
  return scenarios;
}

}  // namespace whitewater::tests
