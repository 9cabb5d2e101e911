// The second judge of Raft's properties, on runs with planted mistakes: whatever the first judge finds, the second one
// finds, too; and it finds nothing in runs without a mistake.
#include <algorithm>
#include <map>
#include <string>

#include "scenarios/search/explain/second_judges.hpp"
#include "scenarios/search/trial.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/systems/figure3/judge.hpp"
#include "tests/catch.hpp"
#include "tests/known_bugs/catalogue.hpp"
#include "tests/known_bugs/planted.hpp"
#include "tests/known_bugs/regressions.hpp"

using namespace whitewater;
using namespace whitewater::scenarios;
using known_bugs::Planted;

namespace {

using Says = SecondOpinion::Says;

bool knows(const std::string& property) {
  const auto known = raft_second_judge_knows();
  return std::find(known.begin(), known.end(), property) != known.end();
}

struct Judged {
  Trial trial;
  SecondOpinion second;
};

Judged judged(const Scenario& scenario) {
  Trials trials;
  const SecondJudges judges(scenario);
  Judged result{trials.run(scenario, {.observers = judges.witnesses()}), {}};
  if (result.trial.kind)
    result.second = judges.opinion(trials.runner(), scenario, result.trial.report, result.trial.kind->property);
  return result;
}

}  // namespace

TEST_CASE("both judges agree on every recorded failure of a property that the second one knows") {
  const auto regressions = known_bugs::read_regressions("scenarios/regressions");
  REQUIRE(regressions.ok());
  unsigned agreed = 0;
  for (const known_bugs::Regression& regression : regressions.value()) {
    const Planted planted(known_bugs::find_bug(regression.name)->mutation);
    const Judged both = judged(regression.failure.scenario);
    INFO(regression.name << ": " << both.trial.report.violation->text << "\n" << both.second.text);
    REQUIRE(both.trial.kind == regression.failure.kind);
    if (!knows(both.trial.kind->property)) {
      CHECK(both.second.says != Says::does_not_agree);
      continue;
    }
    CHECK(both.second.says == Says::agrees);
    ++agreed;
  }
  CHECK(agreed >= 25);
}

TEST_CASE("both judges agree on failures in drawn scenarios") {
  std::map<std::string, unsigned> agreed;  // by property
  for (const char* const name :
       {"count-not-set", "vote-skips-logcheck", "length-only", "term-lost", "leader-grants", "fig8", "truncate-eager",
        "index-only-conflict", "self-ack-before-disk", "ack-before-fsync", "success-by-index", "local-read",
        "answer-before-commit", "vote-without-log", "count-old-terms", "no-truncate"}) {
    const known_bugs::Bug& bug = *known_bugs::find_bug(name);
    const Planted planted(bug.mutation);
    unsigned found = 0;
    for (std::uint64_t seed = 1; seed <= 40 && found < 2; ++seed) {
      const Judged both = judged(random_raft_scenario(seed));
      if (!both.trial.kind || !knows(both.trial.kind->property)) continue;
      ++found;
      INFO(bug.name << ", seed " << seed << ": " << both.trial.report.violation->text << "\n" << both.second.text);
      CHECK(both.second.says == Says::agrees);
      agreed[both.trial.kind->property] += both.second.says == Says::agrees ? 1 : 0;
    }
  }
  // Not every property fails in drawn scenarios before another one does.
  CHECK(agreed.size() >= 5);
  for (const auto& [property, times] : agreed) {
    INFO(property);
    CHECK(times > 0);
  }
}
