// The likely causes of reports that are made by hand.
#include "tools/real/report/causes.hpp"

#include "tests/catch.hpp"

using namespace whitewater;
using namespace whitewater::tools::real;

namespace {

NodeId node(unsigned number) {
  return NodeId{static_cast<std::uint16_t>(number)};
}

Time at(int ms) {
  return Time{} + milliseconds(ms);
}

// Three replicas that run for ten seconds, and of which nothing is to be said.
RealReport quiet() {
  RealReport report;
  report.links.assign(3, std::vector<std::uint64_t>(3));
  report.duration = seconds(10);
  for (unsigned i = 0; i < 3; ++i) {
    ReplicaReport& replica = report.replicas.emplace_back();
    replica.replica = node(i);
    replica.cpu = milliseconds(300);
    ReplicaActivity& activity = report.activity.emplace_back();
    activity.sent = activity.received = 100;
    activity.last_sent = at(9'900);
  }
  report.claims.push_back({node(0), at(1'000), at(10'000), Claim::End::run});
  report.longest_gap = {at(5'000), milliseconds(100)};
  return report;
}

std::string only_cause(const RealReport& report) {
  const std::vector<std::string> causes = likely_causes(report);
  CHECK(causes.size() == 1);
  return causes.empty() ? "" : causes.front();
}

}  // namespace

TEST_CASE("of a run in which nothing went wrong nothing is said") {
  CHECK(likely_causes(quiet()).empty());
  CHECK_FALSE(would_have_failed(quiet()));
}

TEST_CASE("who falls silent, and who polls without waiting, is named") {
  RealReport report = quiet();
  report.activity[1].last_sent = at(3'594);
  report.activity[1].received_since = 83;
  CHECK(only_cause(report) == "0001 sent nothing after 3.594 s, though 83 messages came: it hangs");
  report.activity[1].received_since = 3;  // nobody asked it for anything
  CHECK(likely_causes(report).empty());
  report.activity[1] = {};
  report.activity[1].received_since = 12;
  CHECK(only_cause(report) == "0001 never sent anything, though 12 messages came: it hangs, or it does not read");

  report = quiet();
  report.replicas[0].cpu = report.replicas[2].cpu = milliseconds(9'100);
  CHECK(only_cause(report) ==
        "0000, 0002 poll without waiting, which takes the processor from the others: 0000 used "
        "9.100 s of CPU time in 10.000 s");
  report = quiet();
  report.replicas[2].cpu = milliseconds(900);
  report.replicas[2].ended = at(1'000);
  CHECK(likely_causes(report).empty());  // it lived too shortly to say
}

TEST_CASE("equal causes are told once for all replicas that they concern") {
  RealReport report = quiet();
  for (const unsigned i : {0u, 2u}) {
    report.replicas[i].by_itself = true;
    report.replicas[i].end = "exited with status 1";
    report.replicas[i].ended = at(2'000 + static_cast<int>(i));
    report.replicas[i].last_lines.push_back({at(1'999), "KeyError: 'x'"});
    report.findings.push_back({FindingKind::malformed_message, node(i), at(1'500), 4, "it is no JSON"});
  }
  const std::vector<std::string> causes = likely_causes(report);
  REQUIRE(causes.size() == 2);
  CHECK(causes[0] ==
        "0000, 0002 died by themselves (first at 2.000 s): exited with status 1; the last line that it "
        "wrote: KeyError: 'x'");
  CHECK(causes[1] ==
        "0000, 0002 sent something that is no message of the protocol (8 times, first at 1.500 s): it is "
        "no JSON");
}

TEST_CASE("a long time without a leader, two leaders and needless elections are causes") {
  RealReport report = quiet();
  report.longest_gap = {at(5'000), milliseconds(4'500)};
  CHECK(only_cause(report) == "no replica claimed to lead for 4.500 s, from 5.000 s to 9.500 s");
  report.claims.clear();
  CHECK(only_cause(report).find("no replica ever claimed to lead") == 0);

  report = quiet();
  report.claims.push_back({node(2), at(4'000), at(6'500), Claim::End::other});
  CHECK(only_cause(report).find("0000 and 0002 both claimed to lead for 2.500 s, from 4.000 s") == 0);

  report = quiet();
  report.departures.push_back({at(2'000), node(1), node(0), milliseconds(288), 0, false});
  report.departures.push_back({at(3'000), node(1), node(0), milliseconds(900), 3, false});  // its messages were lost
  report.departures.push_back({at(4'000), node(1), node(0), milliseconds(900), 0, true});   // it had died
  CHECK(only_cause(report).find("1 time a replica left a leader that lived and whose messages were all delivered: "
                                "first 0001 at 2.000 s, 0.288 s after it last heard 0000") == 0);
}

TEST_CASE("puts that nobody answered are told by how far they came") {
  RealReport report = quiet();
  report.unanswered.majority = 5;
  report.unanswered.majority_at = NodeSet::of(node(0));
  report.unanswered.heard = NodeSet{0b110};
  report.unanswered.majority_within = milliseconds(4);
  report.unanswered.first_of_majority = "r7";
  CHECK(
      only_cause(report).find("5 puts were never answered, although a majority heard of them and 0000 heard back from "
                              "them within 0.004 s (first r7: from 0001, 0002)") == 0);
  report.lost_puts = {2, 6, NodeSet::of(node(0)), "r3"};
  CHECK(only_cause(report).find("2 puts were never answered because 6 messages with them from 0000 were lost") == 0);
}

TEST_CASE("a late hello is a failure under the course, whatever the verdict here") {
  RealReport report = quiet();
  report.findings.push_back({FindingKind::late_hello, node(2), at(5'000), 3, ""});
  CHECK(only_cause(report).find("0002 said hello only after the first message for it came") == 0);
  CHECK(would_have_failed(report));
}
