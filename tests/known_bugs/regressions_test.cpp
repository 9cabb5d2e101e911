// A recorded failure of each planted mistake fails in its way with the mistake, and passes without it.
#include "tests/known_bugs/regressions.hpp"

#include <algorithm>

#include "tests/catch.hpp"

using namespace whitewater;
using namespace whitewater::known_bugs;

TEST_CASE("every mistake that can be planted has a file, and every file a mistake") {
  const Result<std::vector<Regression>> all = read_regressions("scenarios/regressions");
  REQUIRE(all.ok());
  for (const Bug& bug : bugs()) {
    INFO(bug.name << ": tools/scoreboard --shrink --rewrite writes its file");
    CHECK(std::any_of(all.value().begin(), all.value().end(),
                      [&](const Regression& regression) { return regression.name == bug.name; }));
  }
  for (const Regression& regression : all.value()) {
    INFO(regression.name);
    CHECK(find_bug(regression.name) != nullptr);
  }
}

TEST_CASE("each file fails in its way with its mistake planted, and passes without it") {
  const Result<std::vector<Regression>> all = read_regressions("scenarios/regressions");
  REQUIRE(all.ok());
  for (const Regression& regression : all.value()) {
    const Bug* const bug = find_bug(regression.name);
    if (bug == nullptr) continue;
    const RegressionVerdict verdict = verdict_of(regression, bug->mutation);
    INFO(regression.name << ": tools/scoreboard --shrink --rewrite hunts again; recorded: "
                         << kind_text(regression.failure.kind) << "; now: " << verdict.found);
    CHECK(verdict.fails_with);
    CHECK(verdict.passes_without);
  }
}

TEST_CASE("a file that does not fail is noticed") {
  const Result<std::vector<Regression>> all = read_regressions("scenarios/regressions");
  REQUIRE(all.ok());
  REQUIRE(all.value().size() >= 2);
  // Without any mistake nothing fails, and the wrong kind is no failure of this file.
  Regression other = all.value().front();
  const Bug* const bug = find_bug(other.name);
  REQUIRE(bug != nullptr);
  CHECK_FALSE(verdict_of(other, Mutation::none).fails_with);
  other.failure.kind.shape += " differently";
  const RegressionVerdict verdict = verdict_of(other, bug->mutation);
  CHECK_FALSE(verdict.fails_with);
  CHECK_FALSE(verdict.found.empty());
}
