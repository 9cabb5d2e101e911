// A patch fits exactly or fails by name: what it quotes has moved, stands twice, or is removed by another patch.
#include "tests/known_bugs/patch.hpp"

#include <algorithm>

#include "tests/catch.hpp"

using namespace whitewater;
using namespace whitewater::known_bugs;

namespace {

constexpr const char* source = "core/raft/a.cpp";
constexpr const char* text =
    "void f() {\n"
    "  if (a) return;\n"
    "  b();\n"
    "}\n"
    "void g() {\n"
    "  b();\n"
    "}\n";

std::vector<Hunk> hunks_of(const char* name, const std::string& patch) {
  const Result<std::vector<Hunk>> hunks = read_patch(name, patch);
  INFO((hunks ? "" : hunks.error().text()));
  REQUIRE(hunks.ok());
  return hunks.value();
}

std::string error_of_patch(const std::string& patch) {
  const Result<std::vector<Hunk>> hunks = read_patch("a-bug.patch", patch);
  REQUIRE_FALSE(hunks.ok());
  return hunks.error().text();
}

std::string error_of(const std::vector<Hunk>& hunks) {
  const Result<std::string> planted = planted_source(source, text, hunks);
  REQUIRE_FALSE(planted.ok());
  return planted.error().text();
}

const std::string changes_a =
    "@@ core/raft/a.cpp\n"
    "-  if (a) return;\n"
    "+  if (a && !mutation(Mutation::a_bug)) return;\n"
    "   b();\n";
const std::string adds_c =
    "# Twice c.\n"
    "@@ core/raft/a.cpp\n"
    "   if (a) return;\n"
    "+  if (mutation(Mutation::c_bug)) c();\n"
    "   b();\n"
    "@@ core/raft/a.cpp\n"
    " void g() {\n"
    "+  if (mutation(Mutation::c_bug)) c();\n";

}  // namespace

TEST_CASE("patches are put in together, whatever their order") {
  std::vector<Hunk> hunks = hunks_of("a-bug.patch", changes_a);
  const std::vector<Hunk> more = hunks_of("c-bug.patch", adds_c);
  hunks.insert(hunks.end(), more.begin(), more.end());
  const char* planted =
      "void f() {\n"
      "  if (a && !mutation(Mutation::a_bug)) return;\n"
      "  if (mutation(Mutation::c_bug)) c();\n"
      "  b();\n"
      "}\n"
      "void g() {\n"
      "  if (mutation(Mutation::c_bug)) c();\n"
      "  b();\n"
      "}\n";
  CHECK(planted_source(source, text, hunks).value() == planted);
  std::reverse(hunks.begin(), hunks.end());
  CHECK(planted_source(source, text, hunks).value() == planted);
}

TEST_CASE("a source that no patch names stays as it is") {
  CHECK(planted_source("core/raft/b.cpp", text, hunks_of("a-bug.patch", changes_a)).value() == text);
}

TEST_CASE("lines that have moved or changed are named") {
  std::vector<Hunk> hunks = hunks_of("a-bug.patch", changes_a);
  hunks[0].lines[2].text = "  c();";
  CHECK(
      error_of(hunks) ==
      "a-bug.patch:1: expected the quoted lines in core/raft/a.cpp, found no line \"  c();\" behind core/raft/a.cpp:2");
  hunks[0].lines[0].text = " if (a) return;";
  CHECK(error_of(hunks) ==
        "a-bug.patch:1: expected the quoted lines in core/raft/a.cpp, found no line \" if (a) return;\"");
}

TEST_CASE("quoted lines that stand twice are refused") {
  CHECK(error_of(hunks_of("a-bug.patch",
                          "@@ core/raft/a.cpp\n"
                          "+  if (mutation(Mutation::a_bug)) c();\n"
                          "   b();\n")) ==
        "a-bug.patch:1: expected the quoted lines once in core/raft/a.cpp, found them at lines 3 and 6: "
        "quote one more line");
}

TEST_CASE("two patches do not remove one line") {
  std::vector<Hunk> hunks = hunks_of("a-bug.patch", changes_a);
  const std::vector<Hunk> more = hunks_of("d-bug.patch",
                                          "@@ core/raft/a.cpp\n"
                                          "-  if (a) return;\n"
                                          "+  if (!mutation(Mutation::d_bug)) return;\n");
  hunks.insert(hunks.end(), more.begin(), more.end());
  CHECK(error_of(hunks) ==
        "d-bug.patch:1: expected core/raft/a.cpp:2 untouched by others, found that a-bug.patch removes it");
}

TEST_CASE("a patch that says nothing, or switches another bug, is refused") {
  CHECK(error_of_patch("") == "a-bug.patch: expected a hunk, found none");
  CHECK(error_of_patch("core/raft/a.cpp\n") ==
        "a-bug.patch:1: expected \"@@ source\" or a remark, found \"core/raft/a.cpp\"");
  CHECK(error_of_patch("@@ core/raft/a.cpp\nb();\n") ==
        "a-bug.patch:2: expected a line that starts with ' ', '-' or '+', found \"b();\"");
  CHECK(error_of_patch("@@ core/raft/a.cpp\n+mutation(Mutation::a_bug);\n") ==
        "a-bug.patch:1: expected lines of the source in this hunk, found none");
  CHECK(error_of_patch("@@ core/raft/a.cpp\n   b();\n") ==
        "a-bug.patch:1: expected a changed line in this hunk, found none");
  CHECK(error_of_patch("@@ core/raft/a.cpp\n-  b();\n+  c();\n") ==
        "a-bug.patch: expected the switch Mutation::a_bug in an added line, found none");
  CHECK(error_of_patch(adds_c) == "a-bug.patch:2: expected the switch Mutation::a_bug, found Mutation::c_bug");
}

TEST_CASE("without checks every check is compiled to nothing, and nothing else changes") {
  CHECK(without_checks("int f();\n") == "int f();\n");
  CHECK(without_checks("void f() {\n  check(a, \"b\");\n  check_all();\n  recheck(a);\n  other.check(a);\n  if (a) "
                       "check(b(), \"c\");\n}\n") ==
        "#include \"tests/known_bugs/unchecked.hpp\"\n"
        "void f() {\n  uncheck(a, \"b\");\n  check_all();\n  recheck(a);\n  other.check(a);\n  if (a) uncheck(b(), "
        "\"c\");\n}\n");
}
