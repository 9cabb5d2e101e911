// A system may say why what clients saw need not be linearizable. Then nobody knows whether the run passed.
#include "tests/registers/planted_store.hpp"

namespace whitewater::scenarios {
namespace {

using Outcome = RunReport::Outcome;
using planted::run;

constexpr const char* excuse = "Its memory was told to forget.";

RunReport forgiven(const std::string& fields) {
  return run(R"({"system": "forgiven", "replicas": 3, "keys": 1, )" + fields + "}");
}

}  // namespace

TEST_CASE("a history that is not linearizable and has an excuse leaves the verdict open, and says why") {
  REQUIRE(run(R"({"system": "store", "replicas": 3, "keys": 1, "mistake": "stale_read"})").outcome == Outcome::fail);
  const RunReport report = forgiven(R"("mistake": "stale_read")");
  CHECK(report.outcome == Outcome::unknown);
  CHECK(report.reason == excuse);
  CHECK_FALSE(report.violation.has_value());
  REQUIRE(report.linearizability.has_value());
  CHECK(report.linearizability->answer == LinearizabilityReport::Answer::unknown);
}

TEST_CASE("an excuse is not needed where the history is linearizable") {
  const RunReport report = forgiven(R"("mistake": "none")");
  CHECK(report.outcome == Outcome::pass);
  CHECK(report.reason.empty());
  CHECK(report.linearizability->answer == LinearizabilityReport::Answer::yes);
}

TEST_CASE("an excuse excuses no other failure") {
  const RunReport wrong_name = forgiven(R"("mistake": "other_name")");
  CHECK(wrong_name.outcome == Outcome::fail);
  CHECK(wrong_name.failed_checks == std::vector<std::string>{"incorrect"});
  const RunReport unanswered = forgiven(R"("mistake": "stale_read", "unanswered_max": 0, "patience": "1us")");
  CHECK(unanswered.outcome == Outcome::fail);
  CHECK_FALSE(unanswered.violation.has_value());
}

}  // namespace whitewater::scenarios
