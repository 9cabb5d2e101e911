// What of a failure is its kind: all but ids, numbers and quoted names.
#include "scenarios/search/failure_kind.hpp"
#include "tests/catch.hpp"

using namespace whitewater;
using scenarios::FailureKind;
using scenarios::RunReport;
using scenarios::sentence_shape;

namespace {

RunReport failed(std::string property, std::string text) {
  RunReport report;
  report.outcome = RunReport::Outcome::fail;
  report.violation.emplace();
  report.violation->property = std::move(property);
  report.violation->text = std::move(text);
  return report;
}

}  // namespace

TEST_CASE("a shape leaves out ids, numbers, quoted names, and the length of lists") {
  CHECK(sentence_shape("0001 and 0003 lead in term 7") == "# lead in term #");
  CHECK(sentence_shape("0000, 0001 and 0003 lead in term 12") == "# lead in term #");
  CHECK(sentence_shape("the log of 0002 (index 7, term 3) differs") == "the log of # (index #, term #) differs");
  CHECK(sentence_shape("key 'a b' was lost") == "key # was lost");
  CHECK(sentence_shape("key \"x\" was lost") == "key # was lost");
  CHECK(sentence_shape("nothing was decided") == "nothing was decided");
  CHECK(sentence_shape("").empty());
  CHECK(sentence_shape("0001") == "#");
  CHECK(sentence_shape("it's over") == "it's over");
}

TEST_CASE("different sentences have different shapes") {
  CHECK(sentence_shape("0001 leads in term 7") != sentence_shape("0001 votes in term 7"));
  CHECK(sentence_shape("0001 waits for 0002") != sentence_shape("0001 and 0002 wait"));
}

TEST_CASE("the kind of a failure is its property and the shape of its sentence") {
  const std::optional<FailureKind> one = failure_kind(failed("election_safety", "0001 and 0002 lead in term 3"));
  const std::optional<FailureKind> two = failure_kind(failed("election_safety", "0000 and 0004 lead in term 17"));
  const std::optional<FailureKind> other = failure_kind(failed("log_matching", "0000 and 0004 lead in term 17"));
  REQUIRE(one);
  CHECK(one == two);
  CHECK(one != other);
  RunReport shaped = failed("linearizability", "get x by 0007 at 3 s");
  shaped.violation->shape = "stale read";
  CHECK(failure_kind(shaped)->shape == "stale read");
}

TEST_CASE("a run that passes, that nobody could judge, or that failed by chance has no kind") {
  RunReport report = failed("election_safety", "0001 and 0002 lead in term 3");
  report.outcome = RunReport::Outcome::pass;
  CHECK_FALSE(failure_kind(report));
  report.outcome = RunReport::Outcome::unknown;
  CHECK_FALSE(failure_kind(report));
  report.outcome = RunReport::Outcome::fail;
  report.nondeterminism.emplace();
  CHECK_FALSE(failure_kind(report));

  RunReport rules;
  rules.outcome = RunReport::Outcome::fail;
  rules.failed_checks = {"availability", "correctness"};
  CHECK(failure_kind(rules)->property == "availability correctness");
  rules.chance = true;
  CHECK_FALSE(failure_kind(rules));
}
