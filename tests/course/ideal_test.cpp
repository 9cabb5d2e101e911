// What even an ideal system loses, and so what counts as chance.
#include "core/course/ideal.hpp"

#include <algorithm>

#include "tests/catch.hpp"
#include "tests/course/course_bench.hpp"

using namespace whitewater;
using namespace whitewater::course;
using Check = CorrectnessCheck;

namespace {

Rules with_events(Rules rules, std::vector<TimedEvent> events) {
  rules.events = std::move(events);
  return rules;
}

}  // namespace

TEST_CASE("an ideal system answers everything at once") {
  const Statistics ideal = ideal_statistics(small_rules(60, Probability{500'000}), 3);
  CHECK(ideal.requests == 60);
  CHECK(ideal.begun == 60);
  CHECK(ideal.unanswered_get + ideal.unanswered_put + ideal.failures + ideal.incorrect + ideal.duplicates == 0);
  CHECK(ideal.ok_latency == LatencySummary{});
  CHECK(ideal.silence == client::Silence{});
  CHECK(ideal.keys > 0);
  CHECK(ideal.died == 0);
}

TEST_CASE("it loses exactly the requests that are due in the instant at which the leader is killed") {
  using enum EventType;
  // Due at 0 s, 1 s …, from start_wait on. By 100 s every client knows a leader, and by 180 s the next one.
  const Rules load = small_rules(200);
  const auto lost = [&](std::vector<TimedEvent> events) {
    return ideal_statistics(with_events(load, std::move(events)), 1).unanswered_put;
  };
  CHECK(lost({{kill_leader, seconds(100)}}) == 1);
  CHECK(lost({{kill_leader, seconds(100)}, {kill_leader, seconds(180)}}) == 2);
  CHECK(lost({{kill_leader, milliseconds(100'001)}}) == 0);
  CHECK(lost({{kill_leader, milliseconds(99'999)}}) == 0);
  CHECK(lost({{part_hard, seconds(100)}, {part_end, seconds(180)}}) == 0);
  // In a partition somebody leads on the side that the course listens to.
  CHECK(lost({{part_hard, seconds(100)}, {kill_leader, seconds(180)}}) == 1);
}

TEST_CASE("who is sent nothing in that instant loses nothing") {
  // By then every client knows a leader, which is another replica.
  const Rules rules = with_events(small_rules(60), {{EventType::kill_non_leader, seconds(50)}});
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Statistics ideal = ideal_statistics(rules, seed);
    CHECK(ideal.unanswered_put == 0);
    CHECK(ideal.killed == 1);
  }
}

TEST_CASE("kills that are no events of the rules count as they struck") {
  const Rules rules = small_rules(30);
  const NodeSet all = NodeSet::first(5);
  // Whoever is asked at 10 s is killed; two requests are due while nobody lives, and are not sent.
  const std::vector<Casualties> dead{{Time{} + seconds(10), all, {}}, {Time{} + milliseconds(12'500), {}, all}};
  const Statistics ideal = ideal_statistics(rules, 1, dead);
  CHECK(ideal.unanswered_put == 1);
  CHECK(ideal.begun == 28);
  CHECK(ideal.died == 0);
  Rules patient = rules;
  patient.ask_again = milliseconds(500);
  const std::vector<Casualties> one{{Time{} + seconds(10), NodeSet::of(NodeId{0}), {}}};
  CHECK(ideal_statistics(rules, 1, one).unanswered_put == 1);
  CHECK(ideal_statistics(patient, 1, one).unanswered_put == 0);  // sent again, to a replica that lives
}

TEST_CASE("a first get without a key is chance, and so is a put that dies with its leader") {
  const Rules gets = small_rules(1, Probability{1'000'000});
  CHECK(ideal_failed_checks(gets, 1) == std::vector{Check::failed_to_generate_get});
  const Rules lost = with_events(small_rules(1), {{EventType::kill_leader, Duration{}}});
  // The client knows no leader yet: it depends on the seed whether it asks the one that dies.
  unsigned failing = 0;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const std::vector<Check> failed = ideal_failed_checks(lost, seed);
    if (failed.empty()) continue;
    ++failing;
    CHECK(failed == std::vector{Check::keys, Check::unanswered_put});
  }
  CHECK(failing > 5);
  CHECK(failing < 40);
}

TEST_CASE("by chance means that each failed check fails for the ideal system, too") {
  const Rules gets = small_rules(1, Probability{1'000'000});
  using Failed = std::vector<Check>;
  CHECK(by_chance(Failed{Check::failed_to_generate_get}, gets, 1));
  CHECK_FALSE(by_chance(Failed{Check::failed_to_generate_get, Check::keys}, gets, 1));
  CHECK_FALSE(by_chance(Failed{Check::incorrect}, gets, 1));
  CHECK_FALSE(by_chance(Failed{}, gets, 1));
  CHECK_FALSE(by_chance(Failed{Check::failed_to_generate_get}, small_rules(30), 1));
}

TEST_CASE("too few messages are never chance, and messages never end the ideal run") {
  Rules rules = small_rules(30);
  rules.max_packets = 30;
  CHECK(ideal_statistics(rules, 1).begun == 30);
  CHECK(ideal_failed_checks(rules, 1).empty());
  CHECK_FALSE(by_chance(std::vector{Check::total_msgs_floor}, rules, 1));
}

TEST_CASE("clients that share keys read what the ideal system stored") {
  Rules rules = small_rules(200, Probability{500'000});
  rules.shared_keys = 3;
  rules.stray = Probability{300'000};
  const Statistics ideal = ideal_statistics(rules, 5);
  CHECK(ideal.incorrect == 0);
  CHECK(ideal.keys == 3);
  CHECK(ideal_failed_checks(rules, 5).empty());
}
