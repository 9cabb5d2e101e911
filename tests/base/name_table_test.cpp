// A table that grows, is cleared, and holds the name zero.
#include "core/base/name_table.hpp"

#include <cstdint>

#include "tests/catch.hpp"

using namespace whitewater;

TEST_CASE("a name table finds what was put into it, the name zero too") {
  NameTable<std::uint64_t> table;
  CHECK(table.find(0) == nullptr);
  for (std::uint64_t i = 0; i < 5'000; ++i) CHECK(table.insert(i * 64, i).second);
  for (std::uint64_t i = 0; i < 5'000; ++i) {
    REQUIRE(table.find(i * 64) != nullptr);
    CHECK(*table.find(i * 64) == i);
    CHECK_FALSE(table.insert(i * 64, 1).second);
  }
  CHECK(table.find(7) == nullptr);
  table.clear();
  CHECK(table.find(64) == nullptr);
}
