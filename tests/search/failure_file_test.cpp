// A failure's file is read back as the same value, is an ordinary scenario file too, and every damage to it is refused
// in one line.
#include <string>

#include "scenarios/format/scenario_writer.hpp"
#include "scenarios/search/failure.hpp"
#include "scenarios/standard/standard.hpp"
#include "tests/catch.hpp"
#include "tests/property.hpp"

using namespace whitewater;
using scenarios::Failure;

namespace {

Failure sample(std::uint64_t seed) {
  Failure failure;
  failure.scenario = scenarios::random_raft_scenario(seed);
  failure.scenario.name = "found";
  failure.kind = {"election_safety", "# lead in term #"};
  failure.sentence = "0001 and 0002 lead in term 3";
  failure.at = milliseconds(3412);
  failure.digest = 0xFFFF'FFFF'FFFF'FFFFull - seed;
  failure.events = seed * 7;
  failure.wire = seed % 2 == 0;
  failure.program = "whitewater 0.4.0";
  failure.build = "gcc 12.2.0, x86_64";
  failure.description = "Two nodes lead at once.\nQuotes \" and \\ too.";
  failure.last_events = {"3.412 s  0001 receives vote_granted", "\xC3\xA4"};
  if (seed % 5 != 0) failure.trail = {1 + seed % 7, {0, 0xFFFF, static_cast<std::uint16_t>(seed)}};
  if (seed % 3 == 0) failure.neighbourhood = scenarios::Neighbourhood{seed, 200 + seed};
  return failure;
}

Result<Failure> read_back(std::string_view text) {
  return scenarios::read_failure(text, "found.json", scenarios::standard_toolbox());
}

std::string refusal(std::string text, std::string_view what, std::string_view instead) {
  const std::size_t at = text.find(what);
  REQUIRE(at != std::string::npos);
  text.replace(at, what.size(), instead);
  const Result<Failure> read = read_back(text);
  REQUIRE_FALSE(read.ok());
  return read.error().text();
}

}  // namespace

TEST_CASE("a failure is read back as it was written, and its file is a scenario") {
  tests::check_property([] {
    const Failure failure = sample(*rc::gen::inRange<std::uint64_t>(1, 1'000'000));
    const std::string text = scenarios::write_failure(failure);
    const Result<Failure> read = read_back(text);
    RC_ASSERT(read.ok());
    RC_ASSERT(read.value() == failure);
    RC_ASSERT(scenarios::is_failure(text));
    const Result<scenarios::ReadScenario> scenario = scenarios::read_standard(text, "found.json");
    RC_ASSERT(scenario.ok());
    RC_ASSERT(scenario.value().scenario == failure.scenario);
    RC_ASSERT(scenario.value().warnings.empty());
  });
}

TEST_CASE("what is wrong with a failure is said in one line, with its place") {
  const std::string text = scenarios::write_failure(sample(3));
  CHECK(refusal(text, "whitewater-failure-1", "whitewater-failure-9") ==
        "found.json: $.failure.schema: expected \"whitewater-failure-1\", the only version that this program reads");
  CHECK(refusal(text, "\"events\"", "\"evnts\"") == "found.json: $.failure.events: expected this member, found none");
  CHECK(refusal(text, "\"wire\"", "\"wired\"") == "found.json: $.failure.wired: unknown field; did you mean \"wire\"?");
  CHECK(refusal(text, "\"3412ms\"", "3412").starts_with("found.json: $.failure.at: expected a duration"));
  CHECK(refusal(text, "\"tried\":\"203\"", "\"tried\":\"1\"").starts_with("found.json: $.failure.neighbourhood: "));
  CHECK(refusal(text, "\"0000ffff0003\"", "\"0000fff\"").starts_with("found.json: $.failure.trail: expected {"));
  CHECK(refusal(text, "\"0000ffff0003\"", "\"0000fffg\"").starts_with("found.json: $.failure.trail: expected {"));
  CHECK(refusal(text, "\"every\":\"4\"", "\"every\":\"0\"").starts_with("found.json: $.failure.trail: expected {"));
  CHECK(refusal(text, "\"failure\": {", "\"failure\": [], \"x\": {")
            .starts_with("found.json: $.failure: expected an obj"));
  CHECK(refusal(text, "\"system\": \"raft\"", "\"system\": \"paxos\"").find("$.system: ") != std::string::npos);
  CHECK(refusal(text, "\"drops\"", "\"droops\"").find("$.droops: ") != std::string::npos);
  CHECK(refusal(text, "\"failure\":", "\"description2\":").find("description2") != std::string::npos);
}

TEST_CASE("a scenario that is no failure is refused as one") {
  const Result<Failure> read = read_back(scenarios::write_scenario(scenarios::random_raft_scenario(1)));
  REQUIRE_FALSE(read.ok());
  CHECK(read.error().text() ==
        "found.json: $.failure: expected the field of a recorded failure, found a scenario without it");
}

TEST_CASE("a file that is cut short or damaged anywhere gives an error of one line, never a crash") {
  const std::string text = scenarios::write_failure(sample(12));
  tests::check_property([&] {
    std::string damaged = text;
    const auto at = *rc::gen::inRange<std::size_t>(0, damaged.size());
    if (*rc::gen::arbitrary<bool>())
      damaged.resize(at);
    else
      damaged[at] = *rc::gen::arbitrary<char>();
    const Result<Failure> read = read_back(damaged);
    if (!read.ok()) RC_ASSERT(read.error().text().find('\n') == std::string::npos);
  });
}
