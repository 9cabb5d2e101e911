// The plan that is drawn before a run, and the keyed draws of the rest.
#include "core/course/workload.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/course/course_bench.hpp"

using namespace whitewater;
using namespace whitewater::course;

namespace {

Workload workload_of(const Rules& rules, std::uint64_t seed = 1) {
  Workload workload;
  workload.reset(rules, seed);
  return workload;
}

}  // namespace

TEST_CASE("request i is due at start_wait + i · lifetime / requests, rounded once") {
  Rules rules;
  rules.requests = 7;
  rules.lifetime = seconds(30);
  const Workload workload = workload_of(rules);
  CHECK(workload.due(0) == Time{5'000'000'000});
  CHECK(workload.due(1) == Time{5'000'000'000 + 4'285'714'285});
  // Seven rounded spacings would end three nanoseconds early; six seventh parts are rounded once.
  CHECK(workload.due(6) == Time{5'000'000'000 + 25'714'285'714});

  rules.requests = 900'000;
  rules.lifetime = seconds(1'000'000);
  CHECK(workload_of(rules).due(899'999).ns == 5'000'000'000 + 999'998'888'888'888);
}

TEST_CASE("the lists of the eight clients hold every request once, in order") {
  const Workload workload = workload_of(small_rules(500));
  std::vector<std::uint32_t> all;
  for (unsigned client = 0; client < clients; ++client) {
    std::uint32_t last = 0;
    for (std::uint32_t i = workload.first_of(client); i != Workload::none; i = workload.next_of(i)) {
      CHECK(workload.client_of(i) == client);
      CHECK((all.empty() || i >= last));
      last = i;
      all.push_back(i);
    }
  }
  std::sort(all.begin(), all.end());
  REQUIRE(all.size() == 500);
  for (std::uint32_t i = 0; i < 500; ++i) CHECK(all[i] == i);
}

TEST_CASE("clients are drawn uniformly and gets with probability mix") {
  const Workload workload = workload_of(small_rules(80'000, Probability{200'000}));
  std::vector<int> by_client(clients);
  std::uint64_t gets = 0;
  for (std::uint32_t i = 0; i < 80'000; ++i) {
    ++by_client[workload.client_of(i)];
    if (workload.is_get(i)) ++gets;
  }
  for (const int count : by_client) {
    CHECK(count > 9'500);  // five standard deviations
    CHECK(count < 10'500);
  }
  CHECK(gets > 15'400);
  CHECK(gets < 16'600);
  CHECK(workload.generated_get() == gets);
  CHECK(workload.generated_put() == 80'000 - gets);
}

TEST_CASE("a mix of 0 makes no get and a mix of 1 makes no put") {
  CHECK(workload_of(small_rules(100, Probability{0})).generated_get() == 0);
  CHECK(workload_of(small_rules(100, Probability{1'000'000})).generated_put() == 0);
}

TEST_CASE("a plan depends on its seed alone, and fewer requests leave the rest as it was") {
  const Workload first = workload_of(small_rules(300, Probability{500'000}), 7);
  const Workload shorter = workload_of(small_rules(200, Probability{500'000}), 7);
  const Workload other = workload_of(small_rules(300, Probability{500'000}), 8);
  unsigned differing = 0;
  for (std::uint32_t i = 0; i < 200; ++i) {
    CHECK(first.client_of(i) == shorter.client_of(i));
    CHECK(first.is_get(i) == shorter.is_get(i));
    CHECK(first.new_key(i) == shorter.new_key(i));
    if (first.client_of(i) != other.client_of(i)) ++differing;
  }
  CHECK(differing > 100);
}

TEST_CASE("a new key is 32 characters of A-Z and 0-9, all of them in use, and keys differ") {
  const Workload workload = workload_of(small_rules(500));
  std::vector<std::string> keys;
  std::string seen;
  for (std::uint32_t i = 0; i < 500; ++i) {
    const Workload::KeyText text = workload.new_key(i);
    keys.emplace_back(text.data(), text.size());
    CHECK(keys.back().find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == std::string::npos);
    for (const char c : text)
      if (seen.find(c) == std::string::npos) seen += c;
  }
  CHECK(seen.size() == 36);
  std::sort(keys.begin(), keys.end());
  CHECK(std::adjacent_find(keys.begin(), keys.end()) == keys.end());
}

TEST_CASE("a picked replica is a living one, and every living one is picked") {
  const Workload workload = workload_of(small_rules(200));
  const NodeSet living{0b10110};
  NodeSet picked;
  for (std::uint32_t i = 0; i < 200; ++i) picked.insert(workload.pick_replica(i, 0, living));
  CHECK(picked == living);
}

TEST_CASE("retries of one request do not all go to the same replica") {
  const Workload workload = workload_of(small_rules(1));
  NodeSet picked;
  for (std::uint32_t attempt = 0; attempt < 100; ++attempt)
    picked.insert(workload.pick_replica(0, attempt, NodeSet::first(5)));
  CHECK(picked == NodeSet::first(5));
}
