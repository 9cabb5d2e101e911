// Durations with units and distributions of delays: exact both ways, strict in what they take.
#include "core/text/duration_text.hpp"
#include "scenarios/format/delay_text.hpp"
#include "tests/catch.hpp"

namespace whitewater::scenarios {
namespace {

using simnet::DelayModel;

Result<DelayModel> read(std::string_view text) {
  return parse_delay(json::parse(text).value());
}

}  // namespace

TEST_CASE("a duration is a number with a unit, exactly") {
  CHECK(parse_duration("200ns") == nanoseconds(200));
  CHECK(parse_duration("50us") == microseconds(50));
  CHECK(parse_duration("150ms") == milliseconds(150));
  CHECK(parse_duration("1.5s") == milliseconds(1500));
  CHECK(parse_duration("0.000000001s") == nanoseconds(1));
  CHECK(parse_duration("0s") == Duration{});
  for (const std::string_view text : {"",
                                      "s",
                                      "5",
                                      "-5ms",
                                      "+5ms",
                                      "5 ms",
                                      " 5ms",
                                      "5ms ",
                                      "5m",
                                      "5h",
                                      "1e3ms",
                                      "0.5ns",
                                      "0.0000000001s",
                                      "1.ms",
                                      ".5ms",
                                      "1.2.3s",
                                      "9223372036854775808ns",
                                      "9223372037s",
                                      "NaNs",
                                      "5MS",
                                      "\xff"}) {
    INFO(text);
    CHECK_FALSE(parse_duration(text).has_value());
  }
}

TEST_CASE("a duration is written in its largest whole unit") {
  CHECK(duration_text({}) == "0s");
  CHECK(duration_text(seconds(2)) == "2s");
  CHECK(duration_text(milliseconds(1500)) == "1500ms");
  CHECK(duration_text(microseconds(50)) == "50us");
  CHECK(duration_text(nanoseconds(1'000'001)) == "1000001ns");
}

TEST_CASE("a delay is one of four distributions") {
  using Kind = DelayModel::Kind;
  const auto us = [](std::int64_t n) { return microseconds(n); };
  CHECK(read(R"("1ms")").value() == DelayModel{Kind::constant, us(1000), {}, {}, {}, {}, {}});
  CHECK(read(R"({"constant": "1ms"})").value() == read(R"("1ms")").value());
  CHECK(read(R"({"uniform": ["50us", "200us"]})").value() ==
        DelayModel{Kind::uniform, us(50), us(200), {}, {}, {}, {}});
  CHECK(read(R"({"exponential": {"mean": "300us"}})").value() ==
        DelayModel{Kind::exponential, {}, {}, us(300), {}, {}, {}});
  CHECK(read(R"({"exponential": {"min": "1us", "mean": "300us", "max": "5ms"}})").value() ==
        DelayModel{Kind::exponential, us(1), us(5000), us(300), {}, {}, {}});
  CHECK(read(R"({"bimodal": {"usual": ["50us", "200us"], "tail": ["5ms", "20ms"], "tail_probability": 0.001}})")
            .value() == DelayModel{Kind::bimodal, us(50), us(200), {}, {1'000}, us(5000), us(20'000)});
}

TEST_CASE("what is no delay is refused") {
  for (const std::string_view text :
       {"5",
        "null",
        "[]",
        "{}",
        R"("5")",
        R"({"normal": "1ms"})",
        R"({"constant": 5})",
        R"({"uniform": "1ms"})",
        R"({"uniform": ["2ms", "1ms"]})",
        R"({"uniform": ["1ms"]})",
        R"({"uniform": ["1ms", "2ms", "3ms"]})",
        R"({"constant": "1ms", "uniform": ["1ms", "2ms"]})",
        R"({"exponential": {}})",
        R"({"exponential": "1ms"})",
        R"({"exponential": {"mean": "1ms", "median": "1ms"}})",
        R"({"exponential": {"mean": "1ms", "max": "0s"}})",
        R"({"exponential": {"mean": "1ms", "min": "2ms", "max": "1ms"}})",
        R"("3600.000001s")",
        R"({"bimodal": {"usual": ["1us", "2us"], "tail": ["1us", "2us"]}})",
        R"({"bimodal": {"usual": ["1us", "2us"], "tail": ["1us", "2us"], "tail_probability": 1.1}})",
        R"({"bimodal": {"usual": ["1us", "2us"], "tail": ["1us", "2us"], "tail_probability": 0.0000001}})"}) {
    INFO(text);
    const Result<DelayModel> delay = read(text);
    REQUIRE_FALSE(delay.ok());
    CHECK(delay.error().message.starts_with("expected "));
  }
}

}  // namespace whitewater::scenarios
