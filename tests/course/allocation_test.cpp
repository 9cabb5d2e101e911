// A course that is reset and used again allocates nothing, and behaves as a fresh one.

#include "core/course/client_actor.hpp"
#include "tests/catch.hpp"
#include "tests/course/course_bench.hpp"
#include "tools/allocation_counter.hpp"

using namespace whitewater;
using namespace whitewater::course;

namespace {

Rules busy_rules() {
  Rules rules = small_rules(300, Probability{500'000});
  rules.events = {{EventType::part_easy, seconds(5)},
                  {EventType::part_end, seconds(10)},
                  {EventType::kill_non_leader, seconds(12)},
                  {EventType::kill_leader, seconds(15)}};
  return rules;
}

// One run: some answers are redirects, some come twice, some never; every event strikes.
Statistics run(Course& course, PayloadPool& pool, const Rules& rules, std::uint64_t seed) {
  course.reset(rules, seed);
  for (std::uint32_t i = 0; i < rules.requests; ++i) {
    const Time now = course.workload().due(i);
    std::optional<Outgoing> asked = course.fire(i, now, pool);
    course.saw_replica_message(NodeId{0}, no_node, NodeId{2});
    if (i % 50 == 10 && i / 50 < rules.events.size()) course.struck(i / 50, course.resolve(i / 50));
    for (std::uint64_t k = 0; k <= i % 3 && asked && i % 17 != 0; ++k) {
      const std::string_view mid = asked->payload.get_if<client::Request>()->mid();
      const PayloadRef reply = k < i % 3 ? client::make_redirect(pool, NodeId{2}, mid)
                               : asked->payload.get_if<client::Request>()->operation == client::Request::Operation::put
                                   ? client::make_ok(pool, NodeId{2}, mid)
                                   : client::make_ok_value(pool, NodeId{2}, mid, "wrong");
      const auto& answer = *reply.get_if<client::Reply>();
      const std::optional<Outgoing> again =
          course.answer(asked->client, NodeId{2}, answer, now + milliseconds(3), pool);
      if (i % 20 == 0) course.answer(asked->client, NodeId{2}, answer, now + milliseconds(4), pool);
      asked = again;
    }
  }
  return course.finish();
}

}  // namespace

TEST_CASE("the second run of a course allocates nothing and ends as the first did") {
  const Rules rules = busy_rules();
  PayloadPool pool;
  Course course;
  const Statistics first = run(course, pool, rules, 5);
  const std::size_t before = tools::allocations_so_far();
  const Statistics second = run(course, pool, rules, 5);
  const std::size_t after = tools::allocations_so_far();
  CHECK(after == before);
  CHECK(second == first);
  CHECK(first.redirects > 0);
  CHECK(first.duplicates > 0);
  CHECK(first.incorrect > 0);
  CHECK(first.killed == 2);
}

TEST_CASE("a course that was used for another run behaves as a fresh one") {
  PayloadPool pool;
  Course used;
  run(used, pool, busy_rules(), 5);
  Course fresh;
  CHECK(run(used, pool, small_rules(100), 6) == run(fresh, pool, small_rules(100), 6));
  for (unsigned client = 0; client < clients; ++client)
    CHECK(used.client_fingerprint(used.client_node(client)) == fresh.client_fingerprint(fresh.client_node(client)));
}

TEST_CASE("a released course holds no payload") {
  PayloadPool pool;
  Course course;
  run(course, pool, busy_rules(), 5);
  CHECK(pool.blocks_in_use() > 0);
  course.release();
  CHECK(pool.blocks_in_use() == 0);
}
