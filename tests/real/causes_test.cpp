// The likely causes of reports that are made by hand.
#include "tools/real/report/causes.hpp"

#include <algorithm>

#include "tests/catch.hpp"
#include "tools/real/report/real_report_text.hpp"

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

TEST_CASE("where nobody says anything, no cause is looked for in what was said") {
  RealReport report = quiet();
  report.claims.clear();
  report.longest_gap = {at(5'000), milliseconds(5'000)};
  report.unanswered.nobody = 60;
  report.unanswered.nobody_at = NodeSet::first(3);
  for (ReplicaActivity& activity : report.activity) {
    activity = {};
    activity.received = activity.received_since = 20;
  }
  CHECK(only_cause(report) ==
        "0000, 0001, 0002 never sent anything, though 60 messages came: they hang, or they do not read");
  report.findings.push_back({FindingKind::nobody_speaks, no_node, time_never, 1, ""});
  CHECK(only_cause(report).starts_with("all replicas said hello, and none of them sent anything else: on UDP no line"));

  // What they send is no message: that is the cause.
  report.findings.clear();
  for (const unsigned i : {0u, 1u, 2u})
    report.findings.push_back({FindingKind::malformed_message, node(i), at(5'100), 20, "it is no JSON"});
  CHECK(only_cause(report).starts_with("0000, 0001, 0002 sent something that is no message of the protocol (60 times"));

  // A message long before the silence does not explain the silence.
  report = quiet();
  report.activity[1].last_sent = at(3'594);
  report.activity[1].received_since = 83;
  report.findings.push_back({FindingKind::malformed_message, node(1), at(1'000), 1, "it is no JSON"});
  CHECK(likely_causes(report).size() == 2);
  report.findings.front().first = at(3'600);
  CHECK(likely_causes(report).size() == 1);
}

TEST_CASE("a bad message that is a trap tells what the course does") {
  RealReport report = quiet();
  report.findings.push_back({FindingKind::long_packet, node(0), at(3'000), 40, ""});
  CHECK(only_cause(report) ==
        "0000 sent a packet of more than 16,384 bytes (40 times, first at 3.000 s). The course's simulator reads only "
        "the first 16,384 bytes, which do not parse; here all bytes were read");
}

TEST_CASE("one warning tells of all replicas that it concerns") {
  RealReport report = quiet();
  for (const unsigned i : {2u, 0u, 1u})
    report.findings.push_back({FindingKind::ignored_sigterm, node(i), at(10'000), 1, ""});
  report.findings.push_back({FindingKind::narrow_hello, no_node, time_never, 1, "0.720 s"});
  const std::string text = findings_text(report, TextStyle{}, false);
  CHECK(std::count(text.begin(), text.end(), '\n') == 2);
  CHECK(text.find("warning  0002 did not end after SIGTERM (t=10.000000s)") != std::string::npos);
  CHECK(text.find("(likewise 0000, 0001)\n") != std::string::npos);
  const std::string whole = findings_text(report, TextStyle{}, true);  // --verbose
  CHECK(std::count(whole.begin(), whole.end(), '\n') == 4);
}

TEST_CASE("replicas that nobody can reach, or that end at once, are told first") {
  RealReport report = quiet();
  report.findings.push_back({FindingKind::nobody_there, no_node, time_never, 1, "nobody said hello"});
  CHECK(only_cause(report) == "no replica could be reached in the whole run: nobody said hello");
  CHECK(told_as_cause(FindingKind::nobody_there));
  report = quiet();
  report.replicas[1].by_itself = true;
  report.replicas[1].end = "exited with status 0";
  report.replicas[1].ended = at(10);
  CHECK(only_cause(report) ==
        "0001 died by itself (at 0.010 s): exited with status 0, though a replica must run until it is told to "
        "end");
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
  report.findings.push_back({FindingKind::bad_answer, node(0), at(5'000), 5, "its type is 'OK'"});
  CHECK(only_cause(report).starts_with("0000 answered a client with something that is no answer"));
  report.findings.clear();
  // A replica that hangs answers nothing, and that is told already.
  report.unanswered = {};
  report.unanswered.nobody = 2;
  report.unanswered.nobody_at = NodeSet::of(node(1));
  CHECK(likely_causes(report).size() == 1);
  report.activity[1].last_sent = at(3'000);
  report.activity[1].received_since = 20;
  CHECK(only_cause(report).starts_with("0001 sent nothing after 3.000 s"));
  report.activity[1].last_sent = at(9'900);
  report.unanswered = {};
  report.lost_puts = {2, 6, NodeSet::of(node(0)), "r3"};
  CHECK(only_cause(report).find(
            "2 puts were never answered because 6 messages about them, from or to 0000, were lost") == 0);
}

TEST_CASE("a late hello is a failure under the course, whatever the verdict here") {
  RealReport report = quiet();
  report.findings.push_back({FindingKind::late_hello, node(2), at(5'000), 3, ""});
  report.activity[2].reachable = at(5'400);
  CHECK(only_cause(report).find("0002 said hello only after the first message for it came") == 0);
  CHECK(would_have_failed(report));

  // It never came.
  report.activity[2].reachable = time_never;
  CHECK(only_cause(report) ==
        "0002 never said hello, so that nobody could reach it: the course's simulator fails such a run");
  CHECK(would_have_failed(report));
  report.replicas[2].by_itself = true;
  report.replicas[2].end = "exited with status 1";
  CHECK(only_cause(report).starts_with("0002 died by itself"));
}

TEST_CASE("where all died by themselves, nothing else is looked for in their silence") {
  for (const FindingKind kind : {FindingKind::nobody_there, FindingKind::nobody_speaks}) {
    RealReport report = quiet();
    for (ReplicaReport& replica : report.replicas) {
      replica.by_itself = true;
      replica.end = "exited with status 1";
      replica.ended = at(10);
    }
    report.findings.push_back({kind, no_node, time_never, 1, ""});
    CHECK(only_cause(report).starts_with("0000, 0001, 0002 died by themselves"));
    report.replicas[1].by_itself = false;
    CHECK(likely_causes(report).size() == 2);
  }
}

TEST_CASE("who sends something that is no message, or in another name, does not hang") {
  for (const FindingKind kind : {FindingKind::bad_answer, FindingKind::foreign_src, FindingKind::unknown_destination}) {
    RealReport report = quiet();
    report.activity[1] = {};
    report.activity[1].received_since = 60;
    report.findings.push_back({kind, node(1), at(5'000), 20, "x"});
    CHECK(only_cause(report).find(" (20 times, first at 5.000 s): x") != std::string::npos);
  }
}

TEST_CASE("a wrong value is a cause, behind the early acknowledgement that may have led to it") {
  RealReport report = quiet();
  report.findings.push_back({FindingKind::wrong_value, node(0), at(5'000), 3, "r11"});
  CHECK(only_cause(report) == "0000 answered a get with a wrong value (3 times, first at 5.000 s): r11");
  report.acknowledged = {9, 2, {{"r2", node(5), node(0), at(4'000), at(4'001), NodeSet::of(node(0))}}};
  REQUIRE(likely_causes(report).size() == 2);
  CHECK(likely_causes(report)[0].starts_with("0000 acknowledged puts too early"));
}

TEST_CASE("redirects to oneself, in a circle and without end are told, and so are fails alone") {
  RealReport report = quiet();
  report.answers.redirects.assign(3, std::vector<std::uint64_t>(3));
  report.answers.redirects[1][1] = 7;
  report.answers.redirects[2][2] = 1'000;
  report.unanswered.nobody = 9;
  report.unanswered.nobody_at = NodeSet::first(3);
  CHECK(
      only_cause(report) ==
      "0001, 0002 redirected clients to themselves (1,007 times): a replica that leads answers; another one names the "
      "leader, or holds the request");
  report.answers.oks = 5;  // then the puts have a cause of their own
  CHECK(likely_causes(report).size() == 2);

  report.answers = {};
  report.answers.redirects.assign(3, std::vector<std::uint64_t>(3));
  report.answers.redirects[0][1] = 100;
  report.answers.redirects[1][0] = 99;
  report.unanswered = {};
  CHECK(likely_causes(report).empty());  // leadership may have changed
  report.findings.push_back({FindingKind::redirect_storm, no_node, time_never, 1, "r3, 99 times"});
  CHECK(only_cause(report) ==
        "clients were redirected again and again (r3, 99 times): replicas redirect them to one that is dead, or that "
        "redirects them again");
  report.answers.redirects[1][0] = 100;
  CHECK(only_cause(report) ==
        "0000 and 0001 redirected clients to each other (200 times): neither of them led; without a leader, hold the "
        "request");

  report = quiet();
  report.answers.fails = 60;
  report.answers.failing = NodeSet{0b101};
  report.unanswered.nobody = 60;
  report.unanswered.nobody_at = NodeSet::first(3);
  CHECK(only_cause(report).starts_with("0000, 0002 answered fail 60 times, and no replica ever answered ok"));
}

TEST_CASE("gets that a replica had and never answered are told, unless it hangs") {
  RealReport report = quiet();
  report.answers.unanswered_gets = 22;
  report.answers.gets_at = NodeSet::of(node(0));
  report.answers.first_get = "r1";
  CHECK(only_cause(report) ==
        "22 gets were never answered, though 0000 had them (first r1): look at what becomes of a get that cannot be "
        "answered at once");
  report.activity[0].last_sent = at(3'000);
  report.activity[0].received_since = 20;
  CHECK(only_cause(report).starts_with("0000 sent nothing after 3.000 s"));
}
