// Delay models: their ranges, and the integer exponential against the exact one.
#include <cmath>

#include "simnet/delay.hpp"
#include "tests/catch.hpp"
#include "tests/property.hpp"

using namespace whitewater;
using simnet::DelayModel;

namespace {

DelayModel exponential(Duration low, Duration high, Duration mean) {
  return {DelayModel::Kind::exponential, low, high, mean, {}, {}, {}};
}

}  // namespace

TEST_CASE("a constant delay is always the same and a uniform one stays in its range, ends included") {
  REQUIRE(DelayModel{DelayModel::Kind::constant, nanoseconds(7), {}, {}, {}, {}, {}}.sample(12345) == nanoseconds(7));
  const DelayModel uniform{DelayModel::Kind::uniform, nanoseconds(3), nanoseconds(5), {}, {}, {}, {}};
  REQUIRE(uniform.sample(0) == nanoseconds(3));
  REQUIRE(uniform.sample(~std::uint64_t{0}) == nanoseconds(5));
  REQUIRE(DelayModel{}.zero());
  REQUIRE_FALSE(uniform.zero());
}

TEST_CASE("the integer exponential follows mean * -ln(u) within a few millionths of the mean") {
  const double mean = 1e9;
  const DelayModel model = exponential({}, {}, seconds(1));
  tests::check_property([&] {
    const auto word = *rc::gen::inRange<std::uint64_t>(1, ~std::uint64_t{0});
    const auto zeros = *rc::gen::inRange(0, 60);
    const std::uint64_t u = (word >> zeros) | 1;
    const double exact = -std::log(std::ldexp(static_cast<double>(u), -64)) * mean;
    RC_ASSERT(std::abs(static_cast<double>(model.sample(u).ns) - exact) < 4e-6 * mean);
  });
}

TEST_CASE("the mean and the tail of many exponential samples are the exponential's") {
  const DelayModel model = exponential(milliseconds(1), {}, milliseconds(10));
  // Evenly spread words instead of random ones: the sum is then the integral, without sampling error.
  constexpr std::uint64_t samples = 1 << 20;
  std::int64_t sum = 0;
  std::uint64_t beyond_three_means = 0;
  for (std::uint64_t i = 0; i < samples; ++i) {
    const Duration delay = model.sample((i << 44) + (std::uint64_t{1} << 43));
    sum += delay.ns;
    if (delay > milliseconds(31)) ++beyond_three_means;
  }
  const double mean = static_cast<double>(sum) / samples / 1e6;
  REQUIRE(std::abs(mean - 11.0) < 0.001);  // 0.01 % of the mean
  REQUIRE(std::abs(static_cast<double>(beyond_three_means) / samples - std::exp(-3.0)) < 1e-5);
}

TEST_CASE("an exponential delay is at least low, and cut at high") {
  const DelayModel model = exponential(milliseconds(2), milliseconds(5), milliseconds(1));
  REQUIRE(model.sample(~std::uint64_t{0}) == milliseconds(2));
  REQUIRE(model.sample(0) == milliseconds(5));
  REQUIRE(exponential({}, {}, seconds(1)).sample(0) < seconds(45));
}

TEST_CASE("a bimodal delay takes its tail as often as it says, and stays within both ranges") {
  const DelayModel model{DelayModel::Kind::bimodal, milliseconds(1),   milliseconds(2),  {},
                         Probability{100'000},      milliseconds(100), milliseconds(200)};
  unsigned tails = 0;
  std::int64_t tail_sum = 0;
  for (std::uint64_t i = 1; i <= 100'000; ++i) {
    const Duration delay = model.sample(mix(i));
    if (delay > milliseconds(2)) {
      ++tails;
      tail_sum += delay.ns;
      REQUIRE((delay >= milliseconds(100) && delay <= milliseconds(200)));
    } else {
      REQUIRE(delay >= milliseconds(1));
    }
  }
  REQUIRE((tails > 9'500 && tails < 10'500));
  // The place within the tail is uniform: it does not hang on the word that chose the tail.
  REQUIRE(std::abs(static_cast<double>(tail_sum) / tails / 1e6 - 150.0) < 1.5);
}

TEST_CASE("a model that could give a negative or endless delay is not valid") {
  REQUIRE(DelayModel{}.valid());
  REQUIRE(exponential(milliseconds(1), {}, seconds(3'600)).valid());
  REQUIRE_FALSE(exponential(milliseconds(1), {}, Duration{INT64_MAX / 2}).valid());
  REQUIRE_FALSE(exponential({}, {}, nanoseconds(-1)).valid());
  REQUIRE_FALSE(DelayModel{DelayModel::Kind::constant, nanoseconds(-1), {}, {}, {}, {}, {}}.valid());
}
