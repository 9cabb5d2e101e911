// What looks like an instruction of the processor's random generator, and what does not; and detours around such ones,
// which are executed here as in a program.
#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "tests/catch.hpp"
#include "tools/virtual/trace/clock_instructions.hpp"
#include "tools/virtual/trace/clock_page.hpp"
#include "tools/virtual/trace/code_patch.hpp"
#include "tools/virtual/trace/detour.hpp"

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

using namespace std::string_view_literals;

TEST_CASE("A read of the processor's clock is found by the fence before it, or by what becomes of its halves") {
  REQUIRE(clock_instructions("\x90\x0f\x31\x48\xc1\xe2\x20"sv) == Places{1});              // rdtsc; shl $32, %rdx
  REQUIRE(clock_instructions("\x0f\x01\xf9\x48\x09\xc1\x48\xc1\xe2\x20"sv) == Places{0});  // rdtscp; or; shl
  REQUIRE(clock_instructions("\x0f\xae\xe8\x0f\x31\xeb\xe9"sv) == Places{3});              // lfence; rdtsc; jmp
  REQUIRE(clock_instructions("\x0f\x31\x41\x89\xc0"sv) == Places{0});                      // rdtsc; mov %eax, %r8d
}

TEST_CASE("Other bytes are no read of the processor's clock") {
  REQUIRE(clock_instructions("\xb8\x0f\x31\x00\x00\xc3"sv).empty());  // mov $0x310f, %eax; ret
  REQUIRE(clock_instructions("\x0f\x31"sv).empty());
  REQUIRE(clock_instructions("\x0f"sv).empty());
  REQUIRE(clock_instructions(""sv).empty());
}

// A function whose instruction at `at` goes over a detour, and the page that it draws from.
class Detoured {
 public:
  Detoured(std::string_view function, std::size_t at) {
    constexpr int rights = PROT_READ | PROT_WRITE;
    page_ = mmap(reinterpret_cast<void*>(ClockPage::address), ClockPage::bytes, rights,
                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
    code_ = static_cast<char*>(mmap(nullptr, room, rights | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    REQUIRE(page_ == reinterpret_cast<void*>(ClockPage::address));
    REQUIRE(code_ != MAP_FAILED);
    std::copy(detour_area_start().begin(), detour_area_start().end(), code_);
    std::memcpy(code_ + function_at, function.data(), function.size());
    const auto address = reinterpret_cast<std::uint64_t>(code_);
    const std::uint64_t site = address + function_at + at, place = address + detour_at;
    const auto made = detour(function.substr(at), site, place, address);
    REQUIRE(made);
    std::memcpy(code_ + detour_at, made->data(), made->size());
    const auto distance = static_cast<std::int32_t>(place - (site + 5));
    code_[function_at + at] = '\xe9';
    std::memcpy(code_ + function_at + at + 1, &distance, sizeof distance);
  }
  ~Detoured() {
    munmap(code_, room);
    munmap(page_, ClockPage::bytes);
  }
  Detoured(const Detoured&) = delete;
  Detoured& operator=(const Detoured&) = delete;

  std::uint64_t operator()(std::uint64_t state) {
    static_cast<ClockReads*>(page_)->generator = state;
    std::uint64_t (*function)() = nullptr;
    char* const begin = code_ + function_at;
    std::memcpy(&function, &begin, sizeof begin);
    return function();
  }
  std::uint64_t state() const { return static_cast<const ClockReads*>(page_)->generator; }

 private:
  static constexpr std::size_t room = 8'192;
  static constexpr std::size_t function_at = 1'024, detour_at = 4'096;

  void* page_ = nullptr;
  char* code_ = nullptr;
};

TEST_CASE("A detour gives the numbers that a stop gives, and says that it succeeded") {
  // rdrand %eax; jae fails; ret; fails: xor %eax, %eax; ret
  Detoured function("\x0f\xc7\xf0\x73\x01\xc3\x31\xc0\xc3"sv, 0);
  std::uint64_t state = 7;
  for (int i = 0; i < 3; ++i) {
    const std::uint64_t before = state;
    REQUIRE(function(before) == (draw(state) & 0xffffffff));
    REQUIRE(function.state() == state);
  }
}

TEST_CASE("A detour does what stood behind the instruction, and leaves the memory below the stack alone") {
  // movl $0x1234, -32(%rsp); rdseed %edx; mov %edx, -8(%rsp); jae …; mov -8(%rsp), %eax; shl $32, %rax;
  // mov -32(%rsp), %ecx; or %rcx, %rax; ret
  Detoured function(
      "\xc7\x44\x24\xe0\x34\x12\x00\x00\x0f\xc7\xfa\x89\x54\x24\xf8\x73\x0f"
      "\x8b\x44\x24\xf8\x48\xc1\xe0\x20\x8b\x4c\x24\xe0\x48\x09\xc8\xc3\x31\xc0\xc3"sv,
      8);
  std::uint64_t state = 99;
  REQUIRE(function(99) == (draw(state) << 32 | 0x1234));
}

TEST_CASE("What a detour cannot do stays a stop") {
  const auto made = [](std::string_view code) { return detour(code, 0x10'000, 0x20'000, 0x20'000).has_value(); };
  REQUIRE(made("\x0f\xc7\xf0\x0f\x82\x00\x01\x00\x00"sv));        // rdrand %eax; jb, far
  REQUIRE(made("\x0f\xc7\xf0\x0f\x42\xc2\x90\x90"sv));            // …; cmovb
  REQUIRE_FALSE(made("\x0f\xc7\xf4\x73\x01\x90\x90\x90"sv));      // into the stack pointer
  REQUIRE_FALSE(made("\x0f\xc7\xf0\x89\x05\x00\x01\x00\x00"sv));  // a store relative to the instruction
  REQUIRE_FALSE(made("\x0f\xc7\xf0\xff\xd0\x90\x90\x90"sv));      // an unknown one behind it
  REQUIRE_FALSE(made("\x0f\xc7\xf0\x0f\x82\x00"sv));              // cut off
  REQUIRE_FALSE(made("\x0f\xc7\x4c\x24\x08\x72\x05"sv));          // cmpxchg8b
}

}  // namespace
}  // namespace whitewater::tools::virtual_time
