// The architecture, held against every source of the tree. CTest runs this from the project root.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "tests/architecture/banned_table.hpp"
#include "tests/architecture/include_table.hpp"
#include "tests/architecture/rules.hpp"
#include "tests/catch.hpp"

using namespace whitewater::architecture;

namespace {

std::vector<Source> read_tree() {
  std::vector<std::string> paths;
  for (const char* folder : {"core", "simnet", "scenarios", "replica", "tools", "tests"}) {
    if (!std::filesystem::exists(folder)) continue;
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
      const auto extension = file.path().extension();
      if (extension == ".hpp" || extension == ".cpp") paths.push_back(file.path().generic_string());
    }
  }
  std::sort(paths.begin(), paths.end());
  std::vector<Source> sources;
  for (const std::string& path : paths) {
    std::ifstream file(path);
    sources.push_back(scan(path, std::string(std::istreambuf_iterator<char>(file), {})));
  }
  return sources;
}

}  // namespace

TEST_CASE("every source keeps the invariants, the include table and the size limits") {
  const std::vector<Source> sources = read_tree();
  const auto named = [&](const char* path) {
    return std::any_of(sources.begin(), sources.end(), [&](const Source& s) { return s.path == path; });
  };
  REQUIRE(named("core/base/time.hpp"));  // else this ran outside the project root and judged nothing
  REQUIRE(named("tests/architecture/rules.cpp"));

  Findings findings = check_tree(sources);
  for (const Source& source : sources) {
    const Findings more = check_source(source);
    findings.insert(findings.end(), more.begin(), more.end());
  }
  std::cerr << listed(findings);  // not INFO, which would wrap the lines that an editor can follow
  REQUIRE(findings.empty());
}

TEST_CASE("every exception is for a file that exists") {
  for (const AllowedRow& row : allowed_table) {
    INFO(row.file);
    REQUIRE(std::filesystem::exists(row.file));
  }
  for (const FileRow& row : include_exceptions) {
    INFO(row.file);
    REQUIRE(std::filesystem::exists(std::string(row.file) + ".cpp"));
  }
}

TEST_CASE("the scanner sees the functions of the tree") {
  std::size_t functions = 0;
  for (const Source& source : read_tree()) functions += source.functions.size();
  REQUIRE(functions > 100);
}
