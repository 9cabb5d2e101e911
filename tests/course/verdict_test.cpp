// The course's judgement: correctness checks with their limits, then tiers.
#include "core/course/verdict.hpp"

#include <string>

#include "tests/catch.hpp"

using namespace whitewater;
using namespace whitewater::course;
using Check = CorrectnessCheck;

namespace {

// simple-2 as a perfect run of it ends.
Statistics good() {
  Statistics statistics;
  statistics.total_msgs = 2'500;
  statistics.generated_get = 100;
  statistics.generated_put = 400;
  statistics.requests = 500;
  statistics.keys = 200;
  return statistics;
}

Rules rules_of(Probability mix = Probability{200'000}) {
  Rules rules;
  rules.mix = mix;
  return rules;
}

template <class Change>
std::vector<Check> failed_after(Change change, const Rules& rules = rules_of()) {
  Statistics statistics = good();
  change(statistics);
  return failed_checks(rules, statistics);
}

}  // namespace

TEST_CASE("a good run fails no check") {
  CHECK(failed_checks(rules_of(), good()).empty());
}

TEST_CASE("each check has its limit: the last good value passes, the next one fails") {
  const struct {
    Check check;
    std::uint64_t Statistics::*counter;
    std::uint64_t passes;
    std::uint64_t fails;
  } rows[] = {
      {Check::incorrect, &Statistics::incorrect, 0, 1},
      {Check::died, &Statistics::died, 0, 1},
      {Check::keys, &Statistics::keys, 1, 0},
      {Check::unanswered_get, &Statistics::unanswered_get, 50, 51},
      {Check::unanswered_put, &Statistics::unanswered_put, 200, 201},
      {Check::failed_to_generate_get, &Statistics::failed_to_generate_get, 10, 11},
      {Check::total_msgs_floor, &Statistics::total_msgs, 1'000, 999},  // 500 · 5 · 0.8 · 0.5
  };
  for (const auto& row : rows) {
    INFO(check_name(row.check));
    CHECK(failed_after([&](Statistics& s) { s.*row.counter = row.passes; }).empty());
    CHECK(failed_after([&](Statistics& s) { s.*row.counter = row.fails; }) == std::vector{row.check});
  }
}

TEST_CASE("fractions are compared exactly and can be overridden") {
  Rules rules = rules_of();
  rules.get_fail_max = Probability{333'333};
  CHECK(failed_after([](Statistics& s) { s.unanswered_get = 33; }, rules).empty());
  CHECK(failed_after([](Statistics& s) { s.unanswered_get = 34; }, rules) == std::vector{Check::unanswered_get});
  rules.put_fail_max = Probability{0};
  CHECK(failed_after([](Statistics& s) { s.unanswered_put = 1; }, rules) == std::vector{Check::unanswered_put});
  rules.get_generation_fail_max = Probability{200'000};
  CHECK(failed_after([](Statistics& s) { s.failed_to_generate_get = 20; }, rules).empty());
}

TEST_CASE("the floor of total_msgs is not rounded") {
  Rules rules = rules_of(Probability{799'999});
  rules.requests = 3;
  rules.replicas = 3;  // 3 · 3 · 0.200001 · 0.5 = 0.9000045
  CHECK(failed_after([](Statistics& s) { s.total_msgs = 0; }, rules) == std::vector{Check::total_msgs_floor});
  CHECK(failed_after([](Statistics& s) { s.total_msgs = 1; }, rules).empty());
  rules.appends_batched_max = Probability{0};
  CHECK(failed_after([](Statistics& s) { s.total_msgs = 0; }, rules).empty());
}

TEST_CASE("the largest load does not overflow") {
  Rules rules = rules_of(Probability{0});
  rules.requests = 900'000;
  rules.replicas = 21;
  rules.appends_batched_max = Probability{1'000'000};
  CHECK(failed_after([](Statistics& s) { s.total_msgs = 18'899'999; }, rules) == std::vector{Check::total_msgs_floor});
  CHECK(failed_after([](Statistics& s) { s.total_msgs = 18'900'000; }, rules).empty());
}

TEST_CASE("a run without load is correct, one whose puts all failed is not") {
  Rules rules = rules_of();
  CHECK(failed_checks(rules, Statistics{}) == std::vector{Check::keys, Check::total_msgs_floor});
  rules.requests = 0;
  CHECK(failed_checks(rules, Statistics{}).empty());
}

TEST_CASE("all failed checks are reported, in the course's order") {
  Statistics bad;
  bad.incorrect = bad.died = 1;
  bad.generated_get = bad.generated_put = 1;
  bad.unanswered_get = bad.unanswered_put = bad.failed_to_generate_get = 1;
  const std::vector<Check> all{Check::incorrect,       Check::died,           Check::keys,
                               Check::unanswered_get,  Check::unanswered_put, Check::failed_to_generate_get,
                               Check::total_msgs_floor};
  CHECK(failed_checks(rules_of(), bad) == all);
}

TEST_CASE("each failed check is explained in a sentence with its figures") {
  Statistics s = good();
  s.incorrect = 1;
  s.died = 3;
  s.unanswered_get = 60;
  s.unanswered_put = 300;
  s.failed_to_generate_get = 12;
  s.total_msgs = 40;
  Rules rules = rules_of();
  rules.get_fail_max = Probability{125'000};
  CHECK(sentence(Check::incorrect, rules, s) == "1 message or answer was incorrect; none may be");
  CHECK(sentence(Check::died, rules, s) == "3 of 5 replicas died by themselves");
  CHECK(sentence(Check::keys, rules, s) == "no put was acknowledged, so no key is stored, after 500 requests");
  CHECK(sentence(Check::unanswered_get, rules, s) ==
        "60 of 100 generated gets were never answered, more than the 12.5 % allowed");
  CHECK(sentence(Check::unanswered_put, rules, s) ==
        "300 of 400 generated puts were never answered, more than the 50 % allowed");
  CHECK(sentence(Check::failed_to_generate_get, rules, s) ==
        "12 of 100 generated gets could not be made because no key had been acknowledged, more than the 10 % allowed");
  CHECK(sentence(Check::total_msgs_floor, rules, s) ==
        "the replicas sent each other 40 messages; replicating the puts takes at least 1000");
}

TEST_CASE("a value is ranked by the first limit that it is below") {
  const Tiers tiers{1'000'000, 4'000'000, 10'000'000};
  CHECK(tier_of(0, tiers) == Tier::bonus);
  CHECK(tier_of(999'999, tiers) == Tier::bonus);
  CHECK(tier_of(1'000'000, tiers) == Tier::full);
  CHECK(tier_of(3'999'999, tiers) == Tier::full);
  CHECK(tier_of(4'000'000, tiers) == Tier::partial);
  CHECK(tier_of(10'000'000, tiers) == Tier::none);
}

TEST_CASE("with t0 = 0 full is the top") {
  CHECK(tier_of(0, Tiers{0, 2'000'000, 5'000'000}) == Tier::full);
}

namespace {

Tiers counts(std::int64_t a, std::int64_t b, std::int64_t c) {
  return {a * 1'000'000, b * 1'000'000, c * 1'000'000};
}

}  // namespace

TEST_CASE("runs of the course's files are ranked by all four metrics") {
  const Benchmarks simple_1{counts(1'200, 3'000, 5'000), counts(0, 1, 2), counts(0, 2, 5), Tiers{400, 2'000, 50'000}};
  const Benchmarks crash_4{counts(1'800, 4'000, 5'000), counts(1, 4, 10), counts(0, 2, 10), Tiers{150, 5'000, 50'000}};
  const Benchmarks advanced_3{counts(1'000, 3'000, 4'000), counts(1, 10, 100), counts(0, 6, 20),
                              Tiers{200, 5'000, 100'000}};
  const struct {
    const char* what;
    const Benchmarks& benchmarks;
    std::uint64_t total_msgs, failures, duplicates;
    Duration median;
    TierVerdict expected;
  } rows[] = {
      {"simple-1, best",
       simple_1,
       1'199,
       0,
       0,
       nanoseconds(399'999),
       {Tier::bonus, Tier::full, Tier::full, Tier::bonus}},
      {"simple-1, at t0",
       simple_1,
       1'200,
       1,
       2,
       microseconds(400),
       {Tier::full, Tier::partial, Tier::partial, Tier::full}},
      {"simple-1, at t1 and t2",
       simple_1,
       3'000,
       2,
       5,
       milliseconds(50),
       {Tier::partial, Tier::none, Tier::none, Tier::none}},
      {"crash-4, with its par",
       crash_4,
       1'799,
       2,
       0,
       nanoseconds(150'500),
       {Tier::bonus, Tier::full, Tier::full, Tier::full}},
      {"crash-4, nothing lost",
       crash_4,
       4'999,
       0,
       9,
       Duration{},
       {Tier::partial, Tier::bonus, Tier::partial, Tier::bonus}},
      {"advanced-3",
       advanced_3,
       4'000,
       99,
       19,
       nanoseconds(99'999'999),
       {Tier::none, Tier::partial, Tier::partial, Tier::partial}},
  };
  for (const auto& row : rows) {
    INFO(row.what);
    Statistics statistics;
    statistics.total_msgs = row.total_msgs;
    statistics.failures = row.failures;
    statistics.duplicates = row.duplicates;
    statistics.median_latency = row.median;
    const TierVerdict verdict = tiers(row.benchmarks, statistics);
    CHECK(tier_name(verdict.total_msgs) == tier_name(row.expected.total_msgs));
    CHECK(tier_name(verdict.failures) == tier_name(row.expected.failures));
    CHECK(tier_name(verdict.duplicates) == tier_name(row.expected.duplicates));
    CHECK(tier_name(verdict.median_latency) == tier_name(row.expected.median_latency));
  }
}
