// Paths into a document, and the lines that messages name.
#include "scenarios/format/json_path.hpp"
#include "tests/catch.hpp"

namespace whitewater::scenarios {
namespace {

constexpr std::string_view document = R"({
  "a": [1, "]}\"", {
    "b": {"x": "}", "c":
      7}
  }],
  "\u0064": [
    [],
    3
  ]
})";

std::size_t line(std::string_view path) {
  return JsonPath::parse(path).value().line_in(document);
}

}  // namespace

TEST_CASE("a path is read and printed") {
  CHECK(JsonPath::parse("events[0].time").value().text() == "$.events[0].time");
  CHECK(JsonPath::parse("$.delay").value().text() == "$.delay");
  CHECK(JsonPath::parse("a[1][2]").value().text() == "$.a[1][2]");
  for (const std::string_view text :
       {"", ".", "a.", ".a", "a[", "a[]", "a[x]", "a[1", "a[-1]", "a[1]b", "[0]", "a b", "a[99999999999999999999]"}) {
    INFO(text);
    CHECK_FALSE(JsonPath::parse(text).has_value());
  }
}

TEST_CASE("a path is printable whatever its keys are") {
  JsonPath path;
  path.enter("two\nlines");
  path.enter(std::string(1'000, 'x'));
  path.enter("\xff");
  CHECK(path.text() == "$[\"two\\nlines\"][\"" + std::string(48, 'x') + "\"...][\"\xEF\xBF\xBD\"]");
}

TEST_CASE("a path leads to the line of its value, or of the innermost one there is") {
  CHECK(JsonPath().line_in(document) == 1);
  CHECK(line("a") == 2);
  CHECK(line("a[2]") == 2);
  CHECK(line("a[2].b") == 3);
  CHECK(line("a[2].b.c") == 4);
  CHECK(line("d") == 6);
  CHECK(line("d[0]") == 7);
  CHECK(line("d[1]") == 8);
  CHECK(line("missing") == 1);
  CHECK(line("a[2].missing") == 2);
  CHECK(line("d[5]") == 6);
  CHECK(line("d[1].x") == 8);
}

}  // namespace whitewater::scenarios
