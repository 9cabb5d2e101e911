// docs/properties.md is the table of the properties, in its order.
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "core/check/properties/property.hpp"
#include "tests/catch.hpp"

using namespace whitewater;

namespace {

std::string table() {
  std::string text = "| property | rule | judged by | asked |\n|---|---|---|---|\n";
  for (const checks::PropertyRow& row : checks::properties)
    text.append("| `")
        .append(row.name)
        .append("` | ")
        .append(row.rule)
        .append(" | ")
        .append(row.judged)
        .append(" | ")
        .append(row.asked)
        .append(" |\n");
  return text;
}

}  // namespace

TEST_CASE("the page of the properties holds their table") {
  std::ifstream file("docs/properties.md");
  std::ostringstream page;
  page << file.rdbuf();
  INFO("expected in docs/properties.md:\n" << table());
  CHECK(page.str().find("\n\n" + table() + "\n") != std::string::npos);
}

TEST_CASE("every property has a name of its own, in words of small letters") {
  std::set<std::string_view> names;
  for (const checks::PropertyRow& row : checks::properties) {
    INFO(row.name);
    CHECK(names.insert(row.name).second);
    CHECK(row.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos);
    CHECK_FALSE(row.rule.empty());
    CHECK_FALSE(row.asked.empty());
    std::istringstream words{std::string(row.judged)};
    std::size_t count = 0;
    for (std::string word; std::getline(words, word, ','); ++count) {
      word.erase(0, word.find_first_not_of(' '));
      CHECK(std::set<std::string>{"messages", "writes", "answers", "replay", "clock", "state"}.count(word) == 1);
    }
    CHECK(count > 0);
  }
}
