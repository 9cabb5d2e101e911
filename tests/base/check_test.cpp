// A check that fails says what should be true, and where that stands.
#include "core/base/check.hpp"

#include <string>

#include "tests/catch.hpp"

using namespace whitewater;

namespace {

std::string sentence_of(void (*failing)()) {
  try {
    failing();
  } catch (const std::exception& failure) {
    return failure_sentence(failure);
  }
  return "nothing was thrown";
}

void fails_in_an_installed_header();

}  // namespace

TEST_CASE("a failed check names file and line") {
  const auto line = std::to_string(__LINE__ + 1);
  CHECK(sentence_of([] { check(false, "one is two"); }) == "one is two (tests/base/check_test.cpp:" + line + ")");
  CHECK(sentence_of([] { fail_check("every kind has a name"); }).rfind("every kind has a name (tests/base/", 0) == 0);
  CHECK(sentence_of([] { check(true, "one is one"); }) == "nothing was thrown");
}

TEST_CASE("a check in an installed header is named from the folder of the headers") {
  CHECK(sentence_of(fails_in_an_installed_header) == "a lane holds what is asked for (core/base/lane.hpp:72)");
}

TEST_CASE("any other exception says what it says") {
  CHECK(sentence_of([] { throw std::runtime_error("no more room"); }) == "no more room");
}

// The last lines of this file: they say that they stand in another one.
namespace {

#line 71 "/opt/include/whitewater/core/base/lane.hpp"
void fails_in_an_installed_header() {
  check(false, "a lane holds what is asked for");
}

}  // namespace
