// Which request a client makes, of which key with which value, and whom it asks.
#include <map>
#include <set>
#include <string>

#include "core/course/md5.hpp"
#include "tests/catch.hpp"
#include "tests/course/course_bench.hpp"

using namespace whitewater;
using namespace whitewater::course;
using Operation = client::Request::Operation;

namespace {

std::string md5(std::string_view bytes) {
  const auto hex = md5_hex(bytes);
  return {hex.data(), hex.size()};
}

}  // namespace

TEST_CASE("a client's first put takes a new key, whose value is the md5 of the key") {
  CourseBench bench;
  const Outgoing put = bench.fire(0);
  CHECK(put.client == bench.course.client_node(bench.course.workload().client_of(0)));
  CHECK(request_of(put).operation == Operation::put);
  CHECK(request_of(put).client == put.client);
  CHECK(request_of(put).leader == no_node);
  CHECK(request_of(put).mid() == "r0");
  CHECK(request_of(put).key().size() == 32);
  CHECK(request_of(put).value() == md5(request_of(put).key()));
}

TEST_CASE("a put of an acknowledged key carries the md5 of the last acknowledged value") {
  CourseBench bench(small_rules(200));
  std::map<std::string, std::string> acknowledged;
  std::map<std::string, NodeId> owner;
  unsigned updates = 0;
  for (std::uint32_t i = 0; i < 200; ++i) {
    const Outgoing put = bench.fire(i);
    const std::string key(request_of(put).key());
    const auto known = acknowledged.find(key);
    if (known == acknowledged.end()) {
      CHECK(request_of(put).value() == md5(key));
      owner[key] = put.client;
    } else {
      ++updates;
      CHECK(request_of(put).value() == md5(known->second));
      CHECK(owner[key] == put.client);  // clients never share keys
    }
    acknowledged[key] = request_of(put).value();
    bench.ok(put);
  }
  // One half of the puts of clients that have a key.
  CHECK(updates > 65);
  CHECK(updates < 130);
  CHECK(bench.course.finish().keys == acknowledged.size());
}

TEST_CASE("a key whose put was not acknowledged is never used again") {
  CourseBench bench(small_rules(100));
  std::set<std::string> keys;
  for (std::uint32_t i = 0; i < 100; ++i) keys.insert(std::string(request_of(bench.fire(i)).key()));
  CHECK(keys.size() == 100);
}

TEST_CASE("puts of one key that are outstanding together carry equal values") {
  CourseBench bench(small_rules(200));
  for (std::uint32_t i = 0; i < 40; ++i) bench.ok(bench.fire(i));
  std::map<std::string, std::string> values;
  unsigned together = 0;
  for (std::uint32_t i = 40; i < 200; ++i) {
    const Outgoing put = bench.fire(i);
    const auto [known, fresh] = values.emplace(request_of(put).key(), request_of(put).value());
    if (!fresh) ++together;
    CHECK(known->second == request_of(put).value());
  }
  CHECK(together > 20);
}

TEST_CASE("a get without an acknowledged key is counted and becomes a put") {
  CourseBench bench(small_rules(40, Probability{1'000'000}));
  const Outgoing put = bench.fire(0);
  CHECK(request_of(put).operation == Operation::put);
  CHECK(bench.course.finish().failed_to_generate_get == 1);
  CHECK(bench.course.finish().generated_get == 40);
  CHECK(bench.course.finish().generated_put == 0);

  // Once that put is acknowledged, the same client's next request is a get of that key.
  bench.ok(put);
  const Outgoing get = bench.fire(bench.course.workload().next_of(0));
  CHECK(get.client == put.client);
  CHECK(request_of(get).operation == Operation::get);
  CHECK(request_of(get).key() == request_of(put).key());
  CHECK(bench.course.finish().failed_to_generate_get == 1);
}

TEST_CASE("a client asks the leader that it was told last, and says so in the request") {
  CourseBench bench(small_rules(200));
  const Outgoing first = bench.fire(0);
  bench.ok(first, NodeId{3});
  const Outgoing second = bench.fire(bench.course.workload().next_of(0));
  CHECK(second.to == NodeId{3});
  CHECK(request_of(second).leader == NodeId{3});
}

TEST_CASE("a client that knows no living leader asks a random living replica") {
  const struct {
    const char* what;
    NodeId told;
  } rows[] = {{"nobody leads", no_node}, {"a dead leader", NodeId{4}}, {"a leader that is no replica", NodeId{77}}};
  for (const auto& row : rows) {
    INFO(row.what);
    Rules rules = small_rules(2'000);
    CourseBench bench(rules);
    bench.course.saw_death(NodeId{4});
    NodeSet asked;
    std::uint32_t request = 0;
    for (unsigned i = 0; i < 60; ++i, request = bench.course.workload().next_of(request)) {
      const Outgoing put = bench.fire(request);
      if (i > 0) {
        CHECK(request_of(put).leader == no_node);  // forgotten before the request is made
        asked.insert(put.to);
      }
      bench.ok(put, row.told);
    }
    CHECK(asked == NodeSet::first(4));
  }
}

TEST_CASE("when nobody lives the run is over and nothing is sent") {
  CourseBench bench;
  CHECK_FALSE(bench.course.over());
  for (std::uint16_t i = 0; i < 5; ++i) bench.course.saw_death(NodeId{i});
  CHECK(bench.course.over());
  CHECK_FALSE(bench.course.fire(0, Time{}, bench.pool));
  CHECK(bench.course.finish().requests == 0);
  CHECK(bench.course.finish().unanswered_put == 0);
  CHECK(bench.course.finish().died == 5);
}

TEST_CASE("requests and their retries have identities of their own, the same in every run") {
  CourseBench bench;
  CourseBench again;
  std::set<std::uint64_t> identities;
  for (std::uint32_t i = 0; i < 30; ++i) {
    const Outgoing put = bench.fire(i);
    CHECK(put.identity == again.fire(i).identity);
    identities.insert(put.identity);
    identities.insert(bench.redirect(put, NodeId{1})->identity);
  }
  CHECK(identities.size() == 60);
}

TEST_CASE("two requests of one plan number are broken reasoning") {
  CourseBench bench;
  bench.fire(0);
  CHECK_THROWS_AS(bench.fire(0), CheckFailure);
  CHECK_THROWS_AS(bench.fire(30), CheckFailure);
}
