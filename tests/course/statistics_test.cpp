// What the counters amount to at the end of a run.
#include <vector>

#include "tests/catch.hpp"
#include "tests/course/course_bench.hpp"

using namespace whitewater;
using namespace whitewater::course;

namespace {

Statistics after_ok_delays(const std::vector<int>& milliseconds_each) {
  CourseBench bench(small_rules(200));
  for (std::uint32_t i = 0; i < milliseconds_each.size(); ++i)
    bench.ok(bench.fire(i), no_node, milliseconds(milliseconds_each[i]));
  return bench.course.finish();
}

}  // namespace

TEST_CASE("the median is the element at half the number of samples, 0 without any") {
  CHECK(after_ok_delays({}).median_latency == Duration{});
  CHECK(after_ok_delays({7}).median_latency == milliseconds(7));
  CHECK(after_ok_delays({9, 3}).median_latency == milliseconds(9));
  CHECK(after_ok_delays({9, 3, 5}).median_latency == milliseconds(5));
  CHECK(after_ok_delays({9, 3, 5, 4}).median_latency == milliseconds(5));
}

TEST_CASE("the mean is rounded towards zero") {
  CHECK(after_ok_delays({}).mean_latency == Duration{});
  CHECK(after_ok_delays({1, 2, 2}).mean_latency == Duration{1'666'666});
}

TEST_CASE("percentiles are nearest ranks of the ok answers") {
  std::vector<int> delays;
  for (int i = 200; i >= 1; --i) delays.push_back(i);
  const LatencySummary summary = after_ok_delays(delays).ok_latency;
  CHECK(summary.p50 == milliseconds(100));
  CHECK(summary.p90 == milliseconds(180));
  CHECK(summary.p99 == milliseconds(198));
  CHECK(summary.max == milliseconds(200));
  const LatencySummary single = after_ok_delays({4}).ok_latency;
  CHECK(single == LatencySummary{milliseconds(4), milliseconds(4), milliseconds(4), milliseconds(4)});
  CHECK(after_ok_delays({}).ok_latency == LatencySummary{});
}

TEST_CASE("a redirect is a sample of the median but not of the ok latency; each MID is measured from its own start") {
  CourseBench bench;
  const Outgoing again = *bench.redirect(bench.fire(0), NodeId{1});  // after 1 ms
  bench.ok(again, NodeId{1}, milliseconds(9));
  const Statistics after = bench.course.finish();
  CHECK(after.mean_latency == milliseconds(5));
  CHECK(after.median_latency == milliseconds(9));
  CHECK(after.ok_latency.p50 == milliseconds(9));
}

TEST_CASE("requests outstanding at the end are unanswered and failures, however young") {
  CourseBench bench(small_rules(40, Probability{500'000}));
  std::uint64_t gets = 0;
  for (std::uint32_t i = 0; i < 20; ++i) bench.ok(bench.fire(i));
  for (std::uint32_t i = 20; i < 40; ++i)
    if (request_of(bench.fire(i)).operation == client::Request::Operation::get) ++gets;
  const Statistics after = bench.course.finish();
  CHECK(gets > 0);
  CHECK(after.unanswered_get == gets);
  CHECK(after.unanswered_put == 20 - gets);
  CHECK(after.failures == 20);
  CHECK(after.requests == 40);
}

TEST_CASE("those who died are those who are neither alive nor killed") {
  Rules rules = small_rules();
  rules.events = {{EventType::kill_leader, seconds(1)}};
  CourseBench bench(rules);
  bench.course.saw_replica_message(NodeId{0}, NodeId{1}, NodeId{0});
  bench.course.struck(0, bench.course.resolve(0));
  bench.course.saw_death(NodeId{3});
  bench.course.saw_death(NodeId{3});
  CHECK(bench.course.finish().killed == 1);
  CHECK(bench.course.finish().died == 1);
}

TEST_CASE("asking for the statistics changes nothing") {
  CourseBench bench;
  for (std::uint32_t i = 0; i < 10; ++i) bench.ok(bench.fire(i), no_node, milliseconds(10 - i));
  bench.fire(10);
  const Statistics first = bench.course.finish();
  CHECK(bench.course.finish() == first);
}
