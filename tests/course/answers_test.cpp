// How answers are judged, in the course's order, and what a redirect or a failure makes a client do.
#include <map>
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/course/course_bench.hpp"
#include "tests/property.hpp"

using namespace whitewater;
using namespace whitewater::course;
using State = RequestRecord::State;

namespace {

// Some other client than this one.
NodeId other_client(const CourseBench& bench, NodeId client) {
  return client == bench.course.client_node(0) ? bench.course.client_node(1) : bench.course.client_node(0);
}

// A put that was acknowledged, and a get of the same key by the same client.
struct PutThenGet {
  explicit PutThenGet(CourseBench& bench) : put(bench.fire(0)) {
    bench.ok(put);
    get = bench.fire(bench.course.workload().next_of(0));
  }
  Outgoing put;
  Outgoing get;
};

const Rules all_gets = small_rules(100, Probability{1'000'000});

}  // namespace

TEST_CASE("an ok answers a request once") {
  CourseBench bench;
  const Outgoing put = bench.fire(0);
  CHECK(bench.course.finish().unanswered_put == 1);
  CHECK_FALSE(bench.ok(put));
  const Statistics after = bench.course.finish();
  CHECK(after.unanswered_put == 0);
  CHECK(after.incorrect == 0);
  CHECK(after.keys == 1);
  const RequestRecord& record = bench.course.requests()[0];
  CHECK(record.state == State::ok);
  CHECK(record.answered - record.sent == milliseconds(1));
  CHECK(record.answered_by == NodeId{0});
}

TEST_CASE("the first refused answer is kept, and says why it was refused") {
  using Why = RefusedAnswer::Why;
  CourseBench bench;
  const Outgoing put = bench.fire(0);
  const NodeId other = other_client(bench, put.client);
  const auto answer = [&](NodeId client, const std::string& mid) {
    const PayloadRef reply = client::make_ok(bench.pool, NodeId{4}, mid);
    bench.course.answer(client, NodeId{2}, *reply.get_if<client::Reply>(), Time{} + seconds(3), bench.pool);
    return bench.course.refused_answer();
  };
  const std::string mid(request_of(put).mid());
  const auto unknown = answer(put.client, "r77777");
  REQUIRE(unknown);
  CHECK(unknown->why == Why::unknown_mid);
  CHECK(unknown->from == NodeId{2});
  CHECK(unknown->time == Time{} + seconds(3));
  CHECK(answer(other, mid)->mid == "r77777");
  bench.course.reset(bench.course.rules(), 1);
  CHECK_FALSE(bench.course.refused_answer());

  CourseBench second;
  const Outgoing asked = second.fire(0);
  const PayloadRef reply = client::make_ok(second.pool, NodeId{4}, std::string(request_of(asked).mid()));
  second.course.answer(other_client(second, asked.client), NodeId{1}, *reply.get_if<client::Reply>(), Time{},
                       second.pool);
  REQUIRE(second.course.refused_answer());
  CHECK(second.course.refused_answer()->why == Why::another_clients);
  CHECK(second.course.refused_answer()->asker == asked.client);

  // The attempt was answered by a redirect or a fail before, and is answered once more, to the client that asked.
  for (const bool failed : {false, true}) {
    INFO((failed ? "fail" : "redirect"));
    CourseBench third;
    const Outgoing tried = third.fire(0);
    REQUIRE((failed ? third.fail(tried, NodeId{3}) : third.redirect(tried, NodeId{3})));
    CHECK_FALSE(third.course.refused_answer());
    third.ok(tried);
    REQUIRE(third.course.refused_answer());
    CHECK(third.course.refused_answer()->why == Why::retried);
    CHECK(third.course.refused_answer()->mid == std::string(request_of(tried).mid()));
    CHECK(third.course.refused_answer()->to == tried.client);
    CHECK(third.course.refused_answer()->asker == tried.client);
  }
}

TEST_CASE("a MID that was answered ok is a duplicate, whatever the answer is and whoever receives it") {
  for (const bool own : {true, false}) {
    for (const char* what : {"ok", "redirect", "fail"}) {
      INFO(what << (own ? " to its client" : " to another client"));
      CourseBench bench;
      const Outgoing put = bench.fire(0);
      bench.ok(put, NodeId{2});
      const std::string mid(request_of(put).mid());
      const PayloadRef reply = what[0] == 'o'   ? client::make_ok(bench.pool, NodeId{4}, mid)
                               : what[0] == 'r' ? client::make_redirect(bench.pool, NodeId{4}, mid)
                                                : client::make_fail(bench.pool, NodeId{4}, mid);
      CHECK_FALSE(bench.answer(own ? put.client : other_client(bench, put.client), reply));
      const Statistics after = bench.course.finish();
      CHECK(after.duplicates == 1);
      CHECK(after.incorrect == 0);
      CHECK(after.redirects == 0);
      CHECK(after.failures == 0);
      CHECK(bench.course.requests()[0].duplicates == 1);
      // Nothing is learned from it: the next request still goes to the leader of the first answer.
      if (own) CHECK(bench.fire(bench.course.workload().next_of(0)).to == NodeId{2});
    }
  }
}

TEST_CASE("a MID that is not outstanding for its receiver is incorrect") {
  CourseBench bench;
  const Outgoing put = bench.fire(0);
  SECTION("another client's, which stays outstanding for its owner") {
    const PayloadRef reply = client::make_ok(bench.pool, NodeId{1}, request_of(put).mid());
    CHECK_FALSE(bench.answer(other_client(bench, put.client), reply));
    CHECK(bench.course.finish().incorrect == 1);
    CHECK(bench.course.finish().unanswered_put == 1);
    CHECK(bench.course.requests()[0].refused == 1);
    bench.ok(put);
    CHECK(bench.course.finish().unanswered_put == 0);
    CHECK(bench.course.finish().incorrect == 1);
  }
  SECTION("answered with a redirect before, and the retry is still waiting") {
    bench.redirect(put, NodeId{1});
    CHECK_FALSE(bench.ok(put));
    CHECK(bench.course.finish().incorrect == 1);
    CHECK(bench.course.finish().duplicates == 0);
    CHECK(bench.course.finish().unanswered_put == 1);
  }
  SECTION("answered with a failure before, and the retry was answered ok") {
    bench.ok(*bench.fail(put));
    CHECK_FALSE(bench.redirect(put, NodeId{3}));
    CHECK(bench.course.finish().incorrect == 1);
    CHECK(bench.course.finish().duplicates == 0);
  }
  SECTION("unheard of") {
    const char* const mids[] = {"",     "r",   "r1",  "r30", "r99999999999", "r00", "r0.0",
                                "r0.1", "r0.", "r0 ", "x0",  "r-0",          "R0"};
    std::uint64_t incorrect = 0;
    for (const char* mid : mids) {
      INFO("MID " << mid);
      CHECK_FALSE(bench.answer(put.client, client::make_ok(bench.pool, NodeId{1}, mid)));
      CHECK(bench.course.finish().incorrect == ++incorrect);
    }
    CHECK(bench.course.finish().unanswered_put == 1);
  }
}

TEST_CASE("an incorrect answer teaches no leader and is no latency sample") {
  CourseBench bench;
  const Outgoing put = bench.fire(0);
  bench.ok(put, NodeId{2});
  bench.answer(put.client, client::make_ok(bench.pool, NodeId{4}, "r29"));
  CHECK(bench.fire(bench.course.workload().next_of(0)).to == NodeId{2});
  CHECK(bench.course.finish().mean_latency == milliseconds(1));
}

TEST_CASE("a redirect or a failure is retried at once: a new MID, the same key and value, at the new leader") {
  for (const bool failure : {false, true}) {
    INFO((failure ? "fail" : "redirect"));
    CourseBench bench;
    const Outgoing put = bench.fire(0);
    const std::optional<Outgoing> again = failure ? bench.fail(put, NodeId{3}) : bench.redirect(put, NodeId{3});
    REQUIRE(again);
    CHECK(again->client == put.client);
    CHECK(again->to == NodeId{3});
    CHECK(request_of(*again).leader == NodeId{3});
    CHECK(request_of(*again).mid() == "r0.1");
    CHECK(request_of(*again).key() == request_of(put).key());
    CHECK(request_of(*again).value() == request_of(put).value());
    CHECK(bench.course.requests()[1].sent == bench.course.requests()[0].answered);
    CHECK(bench.course.requests()[0].state == (failure ? State::failed : State::redirected));

    const std::optional<Outgoing> third = bench.redirect(*again, no_node);
    REQUIRE(third);
    CHECK(request_of(*third).mid() == "r0.2");
    bench.ok(*third);
    const Statistics after = bench.course.finish();
    CHECK(after.redirects == 2);
    CHECK(after.failures == (failure ? 1 : 0));
    CHECK(after.requests == 3);
    CHECK(after.unanswered_put == 0);
    CHECK(after.incorrect == 0);
    CHECK(after.keys == 1);
  }
}

TEST_CASE("a get is retried as a get of the same key") {
  CourseBench bench(all_gets);
  const PutThenGet both(bench);
  const std::optional<Outgoing> again = bench.redirect(both.get, NodeId{1});
  REQUIRE(again);
  CHECK(request_of(*again).operation == client::Request::Operation::get);
  CHECK(request_of(*again).key() == request_of(both.get).key());
}

TEST_CASE("a redirect to a dead replica is retried at a living one") {
  CourseBench bench;
  bench.course.saw_death(NodeId{2});
  const std::optional<Outgoing> again = bench.redirect(bench.fire(0), NodeId{2});
  REQUIRE(again);
  CHECK(again->to != NodeId{2});
  CHECK(request_of(*again).leader == no_node);
}

TEST_CASE("a redirect after the last replica died is not retried") {
  CourseBench bench;
  const Outgoing put = bench.fire(0);
  for (std::uint16_t i = 0; i < 5; ++i) bench.course.saw_death(NodeId{i});
  CHECK_FALSE(bench.redirect(put, NodeId{2}));
  CHECK(bench.course.finish().redirects == 1);
}

TEST_CASE("a get's answer must carry the client's last acknowledged value") {
  CourseBench bench(all_gets);
  const PutThenGet both(bench);
  const std::string value(request_of(both.put).value());
  const struct {
    const char* what;
    PayloadRef reply;
    std::uint64_t incorrect;
  } rows[] = {
      {"the value", client::make_ok_value(bench.pool, NodeId{2}, request_of(both.get).mid(), value), 0},
      {"another value", client::make_ok_value(bench.pool, NodeId{2}, request_of(both.get).mid(), "stale"), 1},
      {"the empty value", client::make_ok_value(bench.pool, NodeId{2}, request_of(both.get).mid(), ""), 1},
      {"no value", client::make_ok(bench.pool, NodeId{2}, request_of(both.get).mid()), 1},
  };
  for (const auto& row : rows) {
    INFO(row.what);
    CourseBench fresh(all_gets);
    const PutThenGet same(fresh);
    fresh.answer(same.get.client, row.reply, fresh.after(same.get, milliseconds(3)));
    const Statistics after = fresh.course.finish();
    CHECK(after.incorrect == row.incorrect);
    CHECK(fresh.course.requests()[1].wrong_value == (row.incorrect == 1));
    // Right or wrong, it is an answer: sampled, learned from, and answered ok.
    CHECK(after.unanswered_get == 0);
    CHECK(after.mean_latency == milliseconds(2));
    CHECK(fresh.course.requests()[1].state == State::ok);
    fresh.ok_value(same.get, value);
    CHECK(fresh.course.finish().duplicates == 1);
    CHECK(fresh.course.finish().incorrect == row.incorrect);
  }
}

TEST_CASE("a get is judged by what is acknowledged when its answer arrives, not when it was sent") {
  // A client with one acknowledged key, a get of it and a put to it in flight together.
  for (std::uint64_t seed = 1; seed < 50; ++seed) {
    CourseBench bench(small_rules(200, Probability{500'000}), seed);
    std::optional<Outgoing> first;
    std::optional<Outgoing> get;
    std::optional<Outgoing> put;
    const unsigned client = bench.course.workload().client_of(0);
    for (std::uint32_t i = bench.course.workload().first_of(client); i != Workload::none && (!get || !put);
         i = bench.course.workload().next_of(i)) {
      const Outgoing outgoing = bench.fire(i);
      const bool is_get = request_of(outgoing).operation == client::Request::Operation::get;
      if (!first) {
        first = outgoing;
        bench.ok(outgoing);
      } else if (is_get) {
        if (!get) get = outgoing;
      } else if (!put && request_of(outgoing).key() == request_of(*first).key()) {
        put = outgoing;
      }
    }
    if (!get || !put) continue;
    bench.ok(*put);
    bench.ok_value(*get, request_of(*first).value());  // was right when the put had not been acknowledged
    CHECK(bench.course.finish().incorrect == 1);
    return;
  }
  FAIL("no seed gave a get and a put of one key in flight");
}

TEST_CASE("a perfect store is never judged wrong, whatever it redirects and however late it answers") {
  tests::check_property([](std::uint32_t seed) {
    // Dice of our own: a generator of small sizes would redirect for ever.
    std::uint64_t throws = 0;
    const auto dice = [&](std::uint64_t sides) { return scale(hash_words(seed, ++throws), sides); };
    CourseBench bench(small_rules(150, Probability{500'000}), seed);
    std::map<std::string, std::string> store;
    std::vector<Outgoing> waiting;
    std::uint64_t retries = 0;
    const auto serve = [&] {
      for (std::vector<Outgoing> batch = std::exchange(waiting, {}); const Outgoing& asked : batch) {
        const client::Request& request = request_of(asked);
        std::optional<Outgoing> again;
        const std::uint64_t fate = dice(10);
        if (fate < 2) {
          again = fate == 0 ? bench.redirect(asked, NodeId{1}) : bench.fail(asked, no_node);
          ++retries;
        } else if (request.operation == client::Request::Operation::get) {
          again = bench.ok_value(asked, store[std::string(request.key())]);
        } else {
          store[std::string(request.key())] = request.value();
          again = bench.ok(asked);
        }
        if (again) waiting.push_back(*again);
      }
    };
    for (std::uint32_t i = 0; i < 150; ++i) {
      waiting.push_back(bench.fire(i));
      if (dice(3) == 0) serve();
    }
    while (!waiting.empty()) serve();
    const Statistics after = bench.course.finish();
    RC_ASSERT(after.incorrect == 0u);
    RC_ASSERT(after.duplicates == 0u);
    RC_ASSERT(after.unanswered_get + after.unanswered_put == 0u);
    RC_ASSERT(after.redirects == retries);
    RC_ASSERT(after.requests == 150u + retries);
    RC_ASSERT(after.keys == store.size());
  });
}
