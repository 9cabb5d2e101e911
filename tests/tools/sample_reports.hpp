// RunReports made by hand, for the tests of what is printed.
#pragma once

#include <utility>

#include "scenarios/report/report.hpp"
#include "scenarios/systems/raft_states.hpp"
#include "scenarios/workloads/course_report.hpp"

namespace whitewater::tools::testing {

inline course::Rules sample_rules() {
  course::Rules rules;
  rules.requests = 400;
  rules.mix = Probability{200'000};
  rules.events = {{course::EventType::kill_leader, seconds(10)}};
  rules.benchmarks = course::Benchmarks{{2'000'000'000, 4'000'000'000, 5'000'000'000},
                                        {0, 2'000'000, 5'000'000},
                                        {0, 2'000'000, 10'000'000},
                                        {200, 5'000, 50'000}};
  return rules;
}

inline scenarios::RunReport passing_report() {
  scenarios::RunReport report;
  report.scenario = "crash-3";
  report.seed = 42;
  report.digest = 0x00ab'cdef'0123'4567;
  report.events = 123'456;
  report.outcome = scenarios::RunReport::Outcome::pass;
  scenarios::CourseReport section;
  section.rules = sample_rules();
  course::Statistics& s = section.statistics;
  s.total_msgs = 1'532;
  s.total_drops = 7;
  s.requests = 401;
  s.begun = 400;
  s.generated_get = 81;
  s.generated_put = 319;
  s.failures = 1;
  s.redirects = 1;
  s.unanswered_put = 1;
  s.failed_to_generate_get = 3;
  s.killed = 1;
  s.leaders = 2;
  s.keys = 160;
  s.median_latency = nanoseconds(199'960);
  s.mean_latency = nanoseconds(253'112);
  s.ok_latency = {nanoseconds(199'000), nanoseconds(300'500), nanoseconds(900'000'000), nanoseconds(1'000'000'001)};
  s.ok_latency_from_first = s.ok_latency;
  s.ok_latency_from_first.max = nanoseconds(1'900'000'001);
  s.silence = {nanoseconds(1'883'928'000), Time{15'000'000'000}};
  section.tiers = course::tiers(*sample_rules().benchmarks, s);
  section.messages_by_type = {{"append_accepted", 700}, {"append_entries", 800}, {"heartbeat", 32}};
  report.virtual_time = seconds(37);
  report.wall_ns = 12'345'678;
  set_course_report(report, std::move(section));
  report.leadership = scenarios::LeadershipReport{{{NodeId{1}, 1, Time{412'000'000}, Time{15'000'000'000}},
                                                   {NodeId{3}, 3, Time{16'434'257'000}, Time{37'000'000'000}}},
                                                  3,
                                                  3,
                                                  {Time{15'000'000'000}, nanoseconds(1'434'257'000)}};
  report.leadership->add_figures(report.figures);
  return report;
}

inline scenarios::RunReport failing_report() {
  scenarios::RunReport report = passing_report();
  report.seed = 43;
  report.outcome = scenarios::RunReport::Outcome::fail;
  scenarios::CourseReport section = course_report(report);
  section.statistics.incorrect = 2;
  section.statistics.died = 1;
  section.failed_checks = {course::CorrectnessCheck::incorrect, course::CorrectnessCheck::died};
  set_course_report(report, std::move(section));
  report.explanation = "No leader for 9.5 s (from 15.0 s to 24.5 s).";
  report.remark = "120 of 400 requests were sent before max_packets, 1,532, ended the run";
  return report;
}

inline scenarios::RunReport chance_report() {
  scenarios::RunReport report = passing_report();
  report.seed = 44;
  report.outcome = scenarios::RunReport::Outcome::fail;
  scenarios::CourseReport section = course_report(report);
  section.statistics.failed_to_generate_get = 30;
  section.failed_checks = {course::CorrectnessCheck::failed_to_generate_get};
  set_course_report(report, std::move(section));
  report.chance = true;
  report.explanation = "On this seed, a system that answers every request at once would fail, too.";
  return report;
}

inline scenarios::RunReport violating_report() {
  scenarios::RunReport report = passing_report();
  report.seed = 45;
  report.outcome = scenarios::RunReport::Outcome::fail;
  report.violation = scenarios::Violation{"election_safety",
                                          "node 0003 leads term 2, which node 0001 has led before; but a term has at "
                                          "most one leader, over all time (Raft §5.2)",
                                          Time{3'412'000'000},
                                          517,
                                          NodeId{3},
                                          "receives vote_granted from 0002: term 2, commit 119",
                                          std::make_shared<scenarios::RaftStates>(std::vector<scenarios::RaftState>{
                                              {NodeId{1}, true, "leader", 2, NodeId{1}, 120, 120, 121, 2, 121},
                                              {NodeId{2}, false, "follower", 2, NodeId{3}, 119, 119, 120, 2, 119},
                                              {NodeId{3}, true, "leader", 2, no_node, 119, 119, 120, 1, 120}})};
  report.violation->last_events = {"  3.411000000  0001  sends       0002  request_vote       term 2",
                                   "  3.412000000  0003  receives    0002  vote_granted       term 2, commit 119"};
  return report;
}

inline scenarios::RunReport nondeterministic_report() {
  scenarios::RunReport report = passing_report();
  scenarios::StepInWords step;
  step.time = Time{3'412'000'000};
  step.event = 1'518;
  step.node = "0002";
  step.what = "receives";
  step.type = "append_entries";
  step.peer = "0001";
  step.details = "term 1, after 4 of term 1, 1 entry, commit 4";
  report.nondeterminism =
      scenarios::Nondeterminism{{report.digest, 0x1234}, 1, scenarios::Parting{{"state", "effects"}, {step, step}}};
  return report;
}

}  // namespace whitewater::tools::testing
