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
  std::string text = "| property | rule | asked |\n|---|---|---|\n";
  for (const checks::PropertyRow& row : checks::properties)
    text.append("| `").append(row.name).append("` | ").append(row.rule).append(" | ").append(row.asked).append(" |\n");
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
  }
}
