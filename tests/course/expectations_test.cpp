// What no replica can prevent, against the figures that the course's users measured, and against simulation.
#include "core/course/expectations.hpp"

#include <cmath>
#include <initializer_list>

#include "tests/catch.hpp"
#include "tests/course/course_bench.hpp"

using namespace whitewater;
using namespace whitewater::course;

namespace {

Rules load(std::uint32_t requests, Probability mix = Probability{200'000}) {
  Rules rules;
  rules.requests = requests;
  rules.mix = mix;
  return rules;
}

Rules with_kills(std::uint32_t requests, std::initializer_list<std::int64_t> kills) {
  Rules rules = load(requests);
  for (const std::int64_t time : kills) rules.events.push_back({EventType::kill_leader, seconds(time)});
  return rules;
}

// How many of 4,000 runs of a perfect system fail the check, in millionths.
double simulated_chance(const Rules& rules) {
  int failed = 0;
  constexpr int runs = 4'000;
  for (int seed = 1; seed <= runs; ++seed) {
    Workload workload;
    workload.reset(rules, static_cast<std::uint64_t>(seed));
    std::uint64_t not_made = 0;
    for (unsigned client = 0; client < clients; ++client) {
      const std::uint32_t first = workload.first_of(client);
      if (first != Workload::none && workload.is_get(first)) ++not_made;
    }
    if (not_made * 1'000'000 > workload.generated_get() * rules.get_generation_fail_max.ppm) ++failed;
  }
  return failed * 1e6 / runs;
}

}  // namespace

TEST_CASE("par is one unanswered request for every leader that is killed just after a request is due") {
  CHECK(unanswered_par(with_kills(400, {10})) == 0);     // crash-3: 0.075 s does not divide 10 s
  CHECK(unanswered_par(with_kills(300, {8, 16})) == 2);  // crash-4 and advanced-2
  CHECK(unanswered_par(with_kills(250, {20})) == 0);     // advanced-1
  CHECK(unanswered_par(with_kills(200, {5})) == 0);      // advanced-3
  CHECK(unanswered_par(with_kills(300, {25})) == 1);     // advanced-4
  CHECK(unanswered_par(with_kills(300, {0, 29})) == 2);
  CHECK(unanswered_par(with_kills(300, {30})) == 0);  // the last request was due before
  CHECK(unanswered_par(with_kills(0, {8})) == 0);
  Rules others = load(300);
  others.events = {{EventType::kill_non_leader, seconds(8)}, {EventType::part_hard, seconds(16)}};
  CHECK(unanswered_par(others) == 0);
}

TEST_CASE("the chance of failing by failed_to_generate_get alone is the one that was measured") {
  const auto ppm = [](std::uint32_t requests) { return get_generation_failure_chance(load(requests))->ppm; };
  CHECK(ppm(200) > 22'000);  // advanced-3: about 2.4 %
  CHECK(ppm(200) < 26'000);
  CHECK(ppm(250) > 3'000);  // advanced-1: 0.4 %
  CHECK(ppm(250) < 5'000);
  CHECK(ppm(300) > 300);  // 0.05 %
  CHECK(ppm(300) < 700);
  CHECK(ppm(500) < 5);
  CHECK(get_generation_failure_chance(load(500, Probability{800'000}))->ppm == 0);
}

TEST_CASE("the chance agrees with four thousand drawn plans") {
  const Rules loads[] = {load(200), load(40), load(20, Probability{500'000}), load(60, Probability{800'000})};
  for (const Rules& rules : loads) {
    INFO(rules.requests << " requests");
    const double exact = get_generation_failure_chance(rules)->ppm;
    const double deviation = 1e6 * std::sqrt(exact / 1e6 * (1 - exact / 1e6) / 4'000);
    CHECK(std::abs(simulated_chance(rules) - exact) <= 4 * deviation + 1);
  }
}

TEST_CASE("the edges of the chance") {
  Rules rules = load(1, Probability{1'000'000});
  CHECK(get_generation_failure_chance(rules)->ppm == 1'000'000);  // the only request is a get that cannot be made
  rules.get_generation_fail_max = Probability{1'000'000};
  CHECK(get_generation_failure_chance(rules)->ppm == 0);
  rules = load(1, Probability{250'000});
  rules.get_generation_fail_max = Probability{0};
  CHECK(get_generation_failure_chance(rules)->ppm == 250'000);
  CHECK(get_generation_failure_chance(load(0))->ppm == 0);
  CHECK(get_generation_failure_chance(load(500, Probability{0}))->ppm == 0);
  CHECK_FALSE(get_generation_failure_chance(load(900'000)));
}
