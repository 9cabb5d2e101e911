// Every known bug is staged by a schedule that is there, or says why not; and what the runs came to is told for each.
#include <algorithm>
#include <filesystem>
#include <set>
#include <string>

#include "tests/catch.hpp"
#include "tests/known_bugs/catalogue.hpp"
#include "tools/known_bugs/staging.hpp"

namespace whitewater::tools {
namespace {

namespace fs = std::filesystem;
using Verdict = StagedSchedule::Verdict;

bool holds(const std::string& text, const std::string& part) {
  CAPTURE(text, part);
  return text.find(part) != std::string::npos;
}

TEST_CASE("The staged bugs are the known bugs, in their order, and each says how or why not") {
  const auto known = known_bugs::bugs();
  REQUIRE(staged_bugs().size() == known.size());
  for (std::size_t i = 0; i < known.size(); ++i) {
    CHECK(staged_bugs()[i].bug == known[i].name);
    CHECK(staged_bugs()[i].schedule.empty() != staged_bugs()[i].why.empty());
  }
}

TEST_CASE("Every schedule has a file, and every file stages a bug") {
  std::set<std::string> named, there;
  for (const StagedBug& bug : staged_bugs())
    if (!bug.schedule.empty()) named.insert(std::string(bug.schedule));
  for (const fs::directory_entry& file : fs::directory_iterator(WHITEWATER_STAGED_SCENARIOS))
    there.insert(file.path().stem().string());
  CHECK(named == there);
}

TEST_CASE("A bug has the verdict of its schedule, and one that fell its finding") {
  std::vector<StagedSchedule> schedules;
  schedules.push_back({"figure-8", Verdict::survived, 3});
  schedules.push_back({"split-votes", Verdict::fell, 2, 2, "two_leaders: 0001 says so", "two_leaders", "out/1.json"});
  schedules.push_back({"dead-leader", Verdict::unknown, 3, 1, "The run was given up."});
  const std::string text = staging_text(schedules, "--replica ./mine");
  CHECK(holds(text, "  fig8                          figure-8              survived\n"));
  CHECK(holds(text, "  count-not-set                 split-votes           fell, seed 2: two_leaders: 0001 says so\n"));
  CHECK(holds(text, "  redirect-loop                 dead-leader           unknown, seed 1: The run was given up.\n"));
  CHECK(holds(text, "  term-lost                     -                     not staged: a program keeps nothing"));
  CHECK(holds(text, "FAIL  of 68 known bugs 3 survived, 4 fell, 2 without a verdict, "));
  const std::string lines = staging_json(schedules);
  CHECK(std::count(lines.begin(), lines.end(), '\n') == 68);
  CHECK(holds(lines, R"({"schema":"whitewater-known-bug-1","bug":"count-not-set","verdict":"fell",)"
                     R"("schedule":"split-votes","runs":2,"seed":"2","property":"two_leaders",)"
                     R"("finding":"two_leaders: 0001 says so","failure":"out/1.json"})"));
  CHECK(holds(lines, R"("bug":"term-lost","verdict":"not_staged","reason":"a program keeps)"));
}

TEST_CASE("The exit code is that of the gravest verdict") {
  const auto code = [](std::initializer_list<Verdict> verdicts) {
    std::vector<StagedSchedule> schedules;
    for (const Verdict verdict : verdicts) schedules.push_back({"x", verdict});
    return staging_exit_code(schedules);
  };
  CHECK(code({Verdict::survived, Verdict::survived}) == ExitCode::fine);
  CHECK(code({Verdict::unknown, Verdict::survived}) == ExitCode::inconclusive);
  CHECK(code({Verdict::unknown, Verdict::fell, Verdict::survived}) == ExitCode::violated);
}

}  // namespace
}  // namespace whitewater::tools
