// What looks like an instruction of the processor's random generator, and what does not.
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tools/virtual/trace/generator_patch.hpp"

namespace whitewater::tools::virtual_time {
namespace {

using Places = std::vector<std::size_t>;

TEST_CASE("rdrand and rdseed are found where their success is tested, as compilers write it") {
  REQUIRE(generator_instructions("\x90\x0f\xc7\xf0\x72\x05") == Places{1});              // rdrand %eax; jb
  REQUIRE(generator_instructions("\x0f\xc7\xf0\x89\x01\x0f\x42\xc2") == Places{0});      // …; mov %eax,(%rcx); cmovb
  REQUIRE(generator_instructions("\x0f\xc7\xfa\x89\x54\x24\x0c\x73\x0f") == Places{0});  // rdseed %edx; mov; jae
  REQUIRE(generator_instructions("\x48\x0f\xc7\xf2\x0f\x92\xc0") == Places{1});          // rdrand %rdx; setb
}

TEST_CASE("Other bytes are no random generator") {
  REQUIRE(generator_instructions("\x0f\xc7\x4c\x24\x08\x72\x05").empty());  // cmpxchg8b
  REQUIRE(generator_instructions("\x0f\xc7\xf0\x90\x90\x90\x90\x90").empty());
  REQUIRE(generator_instructions("\x0f\xc7").empty());
  REQUIRE(generator_instructions("").empty());
}

}  // namespace
}  // namespace whitewater::tools::virtual_time
