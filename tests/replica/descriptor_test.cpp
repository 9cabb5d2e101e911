// Descriptor: who owns the number, and when it is closed.
#include "replica/posix/descriptor.hpp"

#include <fcntl.h>

#include "tests/catch.hpp"

namespace whitewater::replica {
namespace {

Descriptor opened() {
  return Descriptor(open("/dev/null", O_RDONLY | O_CLOEXEC));
}

bool is_open(int number) {
  return fcntl(number, F_GETFD) >= 0;
}

}  // namespace

TEST_CASE("a descriptor is closed when its owner is destroyed, reset or assigned to") {
  int number = -1;
  {
    const Descriptor one = opened();
    number = one.get();
    REQUIRE(one.valid());
    CHECK(is_open(number));
  }
  CHECK_FALSE(is_open(number));

  Descriptor one = opened();
  number = one.get();
  one.reset();
  CHECK_FALSE(one.valid());
  CHECK_FALSE(is_open(number));
  one.reset();

  one = opened();
  Descriptor other = opened();
  number = one.get();
  const int kept = other.get();
  one = std::move(other);
  CHECK_FALSE(is_open(number));
  CHECK(one.get() == kept);
  CHECK(is_open(kept));
}

}  // namespace whitewater::replica
