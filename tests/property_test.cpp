// What a property that does not hold prints: the counterexample, and one line that fails again at that very example.
#include "tests/property.hpp"

#include <array>
#include <cstdio>
#include <set>
#include <vector>

#include "tests/catch.hpp"

using namespace whitewater::tests;

// Hidden: they fail on purpose, called by the tests below.
TEST_CASE("false, [odd] and \"quoted\": a client's $HOME", "[.]") {
  check_property([](const std::vector<int>& numbers) { RC_ASSERT(numbers.size() < 7u); });
}

TEST_CASE("two properties, the second one false", "[.]") {
  check_property([](int number) { RC_ASSERT(number == number); }, {.name = "true", .cases = 7, .more = {}});
  check_property([](int a, int b) { RC_ASSERT(a + b < 50); },
                 {.name = "false", .cases = 100, .more = [] { return std::string("Look here, too"); }});
}

TEST_CASE("a property that gives up", "[.]") {
  check_property([](int number) { RC_PRE(number == number + 1); });
}

namespace {

// What a command of the shell prints.
std::string output_of(const std::string& command) {
  std::string text;
  std::array<char, 4096> piece{};
  FILE* const pipe = popen((command + " 2>&1").c_str(), "r");
  REQUIRE(pipe != nullptr);
  while (std::fgets(piece.data(), piece.size(), pipe) != nullptr) text += piece.data();
  pclose(pipe);
  return text;
}

std::string run_hidden(const std::string& pattern) {
  return output_of(WHITEWATER_TEST_PROPERTY " '" + pattern + "'");
}

// From the first word to the second one.
std::string between(const std::string& text, const std::string& first, const std::string& second) {
  const std::size_t begin = text.find(first);
  REQUIRE(begin != std::string::npos);
  const std::size_t end = text.find(second, begin);
  REQUIRE(end != std::string::npos);
  return text.substr(begin + first.size(), end - begin - first.size());
}

std::string counterexample(const std::string& text) {
  return between(text, "std::tuple<", "RC_ASSERT");
}

}  // namespace

TEST_CASE("a property that does not hold prints one line that fails again at the same example") {
  for (const char* pattern : {"false*", "two properties*"}) {
    const std::string first = run_hidden(pattern);
    INFO(first);
    const std::string line = between(first, "Reproduce: ", "\n");
    REQUIRE(line.rfind("RC_PARAMS=reproduce=", 0) == 0);
    const std::string again = output_of(line);
    INFO(again);
    CHECK((first.find("\nLook here, too\n") != std::string::npos) == (pattern[0] == 't'));
    CHECK(counterexample(again) == counterexample(first));
    CHECK(between(again, "Reproduce: ", "\n") == line);
    CHECK(again.find("1 failed") != std::string::npos);
    // It is no input that every run begins with: it had to be found and shrunk.
    CHECK(first.find("Falsifiable after 0 tests and 0 shrinks") == std::string::npos);
  }
}

TEST_CASE("inputs are the same in every run, unless RC_PARAMS says otherwise") {
  CHECK(run_hidden("false*") == run_hidden("false*"));
  std::set<std::string> lines;
  for (const char* seed : {"1", "2", "3"})
    lines.insert(between(output_of("RC_PARAMS=seed=" + std::string(seed) + " " WHITEWATER_TEST_PROPERTY " 'false*'"),
                         "Reproduce: ", "\n"));
  CHECK(lines.size() == 3);
  CHECK(lines.count(between(run_hidden("false*"), "Reproduce: ", "\n")) == 1);
}

TEST_CASE("a property that found no inputs has not held") {
  const std::string text = run_hidden("a property that gives up");
  CHECK(text.find("Gave up after 0 tests") != std::string::npos);
  CHECK(text.find("1 failed") != std::string::npos);
}
