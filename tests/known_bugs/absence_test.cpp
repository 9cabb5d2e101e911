// The product knows nothing of planted mistakes: the sources of the core never speak of them, and neither its programs
// nor its libraries hold a symbol or a name of them. The program that does plant them shows that the search would find
// something. whitewater alone names them: `run known-bugs` stages them against other programs.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>

#include "tests/catch.hpp"
#include "tests/known_bugs/catalogue.hpp"

using namespace whitewater;

namespace {

// As they stand in symbols: the function, the type in a signature, the variable.
constexpr const char* symbols[] = {"8mutationE", "8Mutation", "planted_mutation"};

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::set<std::string> traces_in(const std::string& path) {
  const std::string bytes = bytes_of(path);
  INFO(path);
  REQUIRE_FALSE(bytes.empty());
  std::set<std::string> found;
  for (const char* symbol : symbols)
    if (bytes.find(symbol) != std::string::npos) found.insert(symbol);
  if (std::filesystem::path(path).filename() == "whitewater") return found;
  for (const known_bugs::Bug& bug : known_bugs::bugs())
    if (bytes.find(bug.name) != std::string::npos) found.insert(std::string(bug.name));
  return found;
}

}  // namespace

TEST_CASE("the sources of the core do not speak of planted mistakes") {
  std::size_t files = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator("core")) {
    if (!file.is_regular_file()) continue;
    INFO(file.path());
    const std::string text = bytes_of(file.path().string());
    CHECK(text.find("mutation") == std::string::npos);
    CHECK(text.find("Mutation") == std::string::npos);
    ++files;
  }
  CHECK(files > 100);
  CHECK(bytes_of("tests/known_bugs/patches/fig8.patch").find("mutation(Mutation::fig8)") != std::string::npos);
}

TEST_CASE("the programs and libraries of the product carry no trace of planted mistakes") {
  std::istringstream paths(WHITEWATER_PRODUCT);
  std::size_t files = 0;
  for (std::string path; std::getline(paths, path, '|'); ++files) {
    INFO(path);
    CHECK(traces_in(path) == std::set<std::string>{});
  }
  CHECK(files > 15);
}

TEST_CASE("the program that plants them does") {
  const std::set<std::string> found = traces_in(WHITEWATER_SCOREBOARD);
  for (const known_bugs::Bug& bug : known_bugs::bugs()) {
    INFO(bug.name);
    CHECK(found.count(std::string(bug.name)) == 1);
  }
  CHECK(found.count("planted_mutation") == 1);
}
