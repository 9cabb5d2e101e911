// The product knows nothing of planted mistakes: its mutation() is false while compiling, and neither its programs nor
// its libraries hold a symbol or a name of them. Built as the product is; the program that does plant them shows that
// the search would find something.
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "core/base/mutation.hpp"
#include "tests/catch.hpp"
#include "tests/known_bugs/catalogue.hpp"

using namespace whitewater;

namespace {

template <std::size_t... numbers>
consteval bool any_planted(std::index_sequence<numbers...>) {
  return (mutation(static_cast<Mutation>(numbers)) || ...);
}
static_assert(!any_planted(std::make_index_sequence<static_cast<std::size_t>(Mutation::behind_the_last)>{}));

#ifdef WHITEWATER_MUTATIONS
#error "this test is of the product"
#endif

// As they stand in symbols: the function, the type in a signature, the variable.
constexpr const char* symbols[] = {"8mutationE", "8Mutation", "planted_mutation"};

std::set<std::string> traces_in(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(file), {});
  INFO(path);
  REQUIRE_FALSE(bytes.empty());
  std::set<std::string> found;
  for (const char* symbol : symbols)
    if (bytes.find(symbol) != std::string::npos) found.insert(symbol);
  for (const known_bugs::Bug& bug : known_bugs::bugs())
    if (bytes.find(bug.name) != std::string::npos) found.insert(std::string(bug.name));
  return found;
}

}  // namespace

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
