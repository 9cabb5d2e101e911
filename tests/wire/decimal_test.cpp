// Decimal numbers become integers exactly, or an error says why not.
#include "core/text/decimal.hpp"

#include "tests/catch.hpp"
#include "tests/property.hpp"

using namespace whitewater;

namespace {

std::int64_t scaled_to(std::string_view text, int digits = 6) {
  INFO(text);
  const auto result = whitewater::scaled(text, digits);
  REQUIRE(result.ok());
  return result.value();
}

std::string refused(std::string_view text, int digits = 6) {
  INFO(text);
  const auto result = whitewater::scaled(text, digits);
  REQUIRE_FALSE(result.ok());
  return result.error().text();
}

}  // namespace

TEST_CASE("decimals are scaled exactly") {
  CHECK(scaled_to("0.15") == 150'000);
  CHECK(scaled_to("-0.000001") == -1);
  CHECK(scaled_to("30") == 30'000'000);
  CHECK(scaled_to("1e-3") == 1'000);
  CHECK(scaled_to("1.5E+2") == 150'000'000);
  CHECK(scaled_to("0e999999999999") == 0);
  CHECK(scaled_to("1e3", 0) == 1'000);
  CHECK(scaled_to("9223372036854775807", 0) == INT64_MAX);
  CHECK(scaled_to("-9223372036854775808", 0) == INT64_MIN);
}

TEST_CASE("more fractional digits than there is room for are an error") {
  CHECK(refused("0.1234567") == "expected at most 6 fractional digits, found 0.1234567");
  CHECK(refused("1e-7") == "expected at most 6 fractional digits, found 1e-7");
  CHECK(refused("0.5", 0) == "expected a whole number, found 0.5");
}

TEST_CASE("what does not fit into 64 bits is an error") {
  for (const char* text : {"9223372036854775808", "-9223372036854775809", "1e19", "1e999999999999999999999"})
    CHECK(refused(text, 0).find("fits into 64 bits") != std::string::npos);
  CHECK(refused("9223372036855").find("fits into 64 bits") != std::string::npos);
}

TEST_CASE("what is no JSON number is an error") {
  for (const char* text : {"", "-", "01", "1.", ".5", "1e", "1e+", "+1", "0x10", "1 ", "NaN", "1.5.2"})
    CHECK(refused(text).find("expected a decimal number") == 0);
}

TEST_CASE("unsigned integers have their full range") {
  CHECK(unsigned_integer("18446744073709551615").value() == UINT64_MAX);
  CHECK(unsigned_integer("0").value() == 0);
  for (const char* text : {"18446744073709551616", "-1", "1.0", "1e3"}) CHECK_FALSE(unsigned_integer(text).ok());
}

TEST_CASE("property: unscaled is the inverse of scaled") {
  tests::check_property([](std::int64_t value) {
    for (const int digits : {0, 1, 6, 18}) {
      const auto back = scaled(unscaled(value, digits), digits);
      RC_ASSERT(back.ok());
      RC_ASSERT(back.value() == value);
    }
  });
  CHECK(unscaled(150'000, 6) == "0.15");
  CHECK(unscaled(-2'000'000, 6) == "-2");
  CHECK(unscaled(0, 6) == "0");
  CHECK(unscaled(1'200, 0) == "1200");
}
