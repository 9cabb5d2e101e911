// The longest time without an ok, and latencies from the first attempt.
#include "core/client/silence.hpp"

#include "tests/catch.hpp"
#include "tests/course/course_bench.hpp"

using namespace whitewater;
using namespace whitewater::course;
using client::Silence;
using client::SilenceWatch;

namespace {

Time at(std::int64_t second) {
  return Time{} + seconds(second);
}

}  // namespace

TEST_CASE("a silence begins with the first request that waits and ends with an ok") {
  SilenceWatch watch;
  CHECK(watch.longest(at(100)) == Silence{});
  watch.asked(at(5));
  watch.asked(at(6));
  CHECK(watch.longest(at(100)) == Silence{seconds(95), at(5)});
  watch.answered_ok(at(8));
  CHECK(watch.longest(at(8)) == Silence{seconds(3), at(5)});
  watch.answered_ok(at(12));  // the second one waited on
  CHECK(watch.longest(at(100)) == Silence{seconds(4), at(8)});
}

TEST_CASE("while nobody waits there is no silence") {
  SilenceWatch watch;
  watch.asked(at(5));
  watch.answered_ok(at(6));
  watch.asked(at(50));
  watch.answered_ok(at(52));
  CHECK(watch.longest(at(100)) == Silence{seconds(2), at(50)});
}

TEST_CASE("a request that is given up ends no silence") {
  SilenceWatch watch;
  watch.asked(at(5));
  watch.given_up();
  watch.asked(at(9));
  watch.given_up();
  watch.asked(at(13));
  watch.answered_ok(at(15));
  CHECK(watch.longest(at(100)) == Silence{seconds(10), at(5)});
}

TEST_CASE("of equal silences the first one counts") {
  SilenceWatch watch;
  for (const std::int64_t begin : {1, 11}) {
    watch.asked(at(begin));
    watch.answered_ok(at(begin + 2));
  }
  CHECK(watch.longest(at(100)) == Silence{seconds(2), at(1)});
}

TEST_CASE("a silence that nobody ends counts to the end of the load, or of the run") {
  CourseBench bench(small_rules(30));  // a request each second, from 5 s to 34 s
  bench.ok(bench.fire(0));
  bench.ok(bench.fire(1), NodeId{0}, milliseconds(250));
  bench.fire(2);
  CHECK(bench.course.finish().silence == Silence{seconds(28), at(7)});
  CHECK(bench.course.finish(at(9)).silence == Silence{seconds(2), at(7)});
  CHECK(bench.course.finish(at(6)).silence == Silence{milliseconds(250), at(6)});
}

TEST_CASE("an ok after the end of the load ends a silence that counts in full") {
  CourseBench bench(small_rules(30));
  bench.ok(bench.fire(29), NodeId{0}, seconds(20));
  CHECK(bench.course.finish().silence == Silence{seconds(20), at(34)});
}

TEST_CASE("a redirect ends no silence, and the latency from the first attempt goes on") {
  CourseBench bench;
  std::optional<Outgoing> again = bench.redirect(bench.fire(0), NodeId{1});
  again = bench.redirect(*again, NodeId{2});
  bench.ok(*again, NodeId{2}, milliseconds(9));
  bench.ok(bench.fire(1), NodeId{2}, milliseconds(4));
  const Statistics after = bench.course.finish(at(7));
  CHECK(after.silence == Silence{milliseconds(11), at(5)});
  CHECK(after.ok_latency.max == milliseconds(9));
  CHECK(after.ok_latency_from_first.max == milliseconds(11));
  CHECK(after.ok_latency_from_first.p50 == milliseconds(4));
  CHECK(after.begun == 2);
  CHECK(after.requests == 4);
}

TEST_CASE("without a retry both latencies are the same") {
  CourseBench bench;
  for (std::uint32_t i = 0; i < 9; ++i) bench.ok(bench.fire(i), NodeId{0}, milliseconds(i + 1));
  const Statistics after = bench.course.finish();
  CHECK(after.ok_latency.p90 == milliseconds(9));
  CHECK(after.ok_latency_from_first == after.ok_latency);
}

TEST_CASE("a request that was refused too often is given up") {
  Rules rules = small_rules(30);
  rules.shared_keys = 2;
  CourseBench bench(rules);
  std::optional<Outgoing> asked = bench.fire(0);
  while (asked) asked = bench.redirect(*asked, NodeId{1});
  bench.ok(bench.fire(3));
  // From the first attempt to the ok of another request; then nobody waits.
  CHECK(bench.course.finish().silence == Silence{seconds(3) + milliseconds(1), at(5)});
}
