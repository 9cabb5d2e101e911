// The code of a detour moves the stack pointer first: a function may keep something in the 128 bytes below it. Flags
// are those that the instruction leaves: carry is set, all others are not.
#include "tools/virtual/trace/detour.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>

#include "core/base/hash.hpp"
#include "tools/virtual/trace/clock_page.hpp"
#include "tools/virtual/trace/machine_code.hpp"

namespace whitewater::tools::virtual_time {

static_assert(ClockPage::address == 0x7ffff9000000 && offsetof(ClockReads, generator) == 200);

}  // namespace whitewater::tools::virtual_time

// The result goes to the word above the return address; all registers stay. It is the function draw().
asm(R"(
  .pushsection .rodata
  .balign 16
  .globl whitewater_detour_draw
  .hidden whitewater_detour_draw
whitewater_detour_draw:
    pushq %rax
    pushq %rcx
    pushq %rdx
    movabsq $0x7ffff90000c8, %rcx
    movabsq $0x9e3779b97f4a7c15, %rax
    addq (%rcx), %rax
    movq %rax, (%rcx)
    movq %rax, %rdx
    shrq $30, %rdx
    xorq %rdx, %rax
    movabsq $0xbf58476d1ce4e5b9, %rdx
    imulq %rdx, %rax
    movq %rax, %rdx
    shrq $27, %rdx
    xorq %rdx, %rax
    movabsq $0x94d049bb133111eb, %rdx
    imulq %rdx, %rax
    movq %rax, %rdx
    shrq $31, %rdx
    xorq %rdx, %rax
    movq %rax, 32(%rsp)
    popq %rdx
    popq %rcx
    popq %rax
    ret
  .globl whitewater_detour_draw_end
  .hidden whitewater_detour_draw_end
whitewater_detour_draw_end:
  .popsection
)");

extern "C" {
extern const unsigned char whitewater_detour_draw[];
extern const unsigned char whitewater_detour_draw_end[];
}

namespace whitewater::tools::virtual_time {

namespace {

constexpr std::uint64_t reach = 0x7fff0000;  // of a jump, with something to spare
constexpr std::uint64_t below_fixed_programs = 0x80000000;
constexpr std::uint64_t beside_fixed_programs = 0x70000000;
constexpr std::uint64_t beside_moved_programs = 0x555540000000;

// Of an area: how much of it is in use stands behind the code that draws.
constexpr std::uint64_t used_at = 120;
constexpr std::uint64_t first_at = 128;

constexpr std::size_t instruction = 3;
constexpr std::size_t looked_at = 16;
constexpr unsigned stack_pointer = 4;

void append_distance(std::string& code, std::uint64_t place, std::uint64_t to) {
  const auto distance = static_cast<std::int32_t>(to - (place + code.size() + sizeof(std::int32_t)));
  char bytes[sizeof distance];
  std::memcpy(bytes, &distance, sizeof distance);
  code.append(bytes, sizeof distance);
}

// The size of an instruction whose operands begin with that byte. Nothing: it depends on where it stands.
std::optional<std::size_t> with_operands(std::string_view code, std::size_t at) {
  const unsigned byte = byte_at(code, at), mode = byte >> 6, memory = byte & 7;
  if (mode == 3) return at + 1;
  if (mode == 0 && memory == 5) return std::nullopt;
  std::size_t size = at + 1;
  const bool scaled = memory == 4;
  if (scaled) ++size;
  const bool far = mode == 2 || (mode == 0 && scaled && (byte_at(code, at + 1) & 7) == 5);
  return size + (far ? 4 : mode == 1 ? 1 : 0);
}

// What stands behind the generator's instruction: its size, and the condition and target of a jump.
struct Behind {
  std::size_t size = 0;
  unsigned jump = 0;  // 0: none
  std::int64_t distance = 0;
};
std::optional<Behind> behind(std::string_view code) {
  const unsigned first = byte_at(code, 0);
  if (first == 0x72 || first == 0x73) return Behind{2, first & 0xf, static_cast<signed char>(byte_at(code, 1))};
  if (first == 0x0f && (byte_at(code, 1) == 0x82 || byte_at(code, 1) == 0x83)) {
    std::int32_t distance = 0;
    if (code.size() < 6) return std::nullopt;
    std::memcpy(&distance, code.data() + 2, sizeof distance);
    return Behind{6, byte_at(code, 1) & 0xf, distance};
  }
  std::size_t at = first == 0x66 ? 1 : 0;
  if (is_rex(byte_at(code, at))) ++at;
  std::optional<std::size_t> size;
  if (byte_at(code, at) == 0x89) size = with_operands(code, at + 1);
  const unsigned second = byte_at(code, at + 1);
  const bool tests = second == 0x42 || second == 0x43 || second == 0x92 || second == 0x93;  // move, set
  if (byte_at(code, at) == 0x0f && tests) size = with_operands(code, at + 2);
  if (!size || *size > code.size()) return std::nullopt;
  return Behind{*size, 0, 0};
}

bool near(std::uint64_t one, std::uint64_t other) {
  return (one > other ? one - other : other - one) < reach;
}

}  // namespace

std::uint64_t draw(std::uint64_t& state) {
  state += 0x9e3779b97f4a7c15;
  return mix(state);
}

std::uint64_t DetourArea::beside_program(std::uint64_t entry) {
  if (entry < below_fixed_programs) return beside_fixed_programs;
  return near(entry, beside_moved_programs) ? beside_moved_programs : 0;
}

std::span<const unsigned char> detour_area_start() {
  return {whitewater_detour_draw, whitewater_detour_draw_end};
}

std::optional<std::string> detour(std::string_view code, std::uint64_t site, std::uint64_t place, std::uint64_t draws) {
  const unsigned operand = byte_at(code, 2), number = operand & 7;
  if (byte_at(code, 0) != 0x0f || byte_at(code, 1) != 0xc7 || operand < 0xf0 || number == stack_pointer)
    return std::nullopt;
  const std::optional<Behind> next = behind(code.substr(instruction));
  if (!next) return std::nullopt;
  const auto letter = [](unsigned byte) { return static_cast<char>(byte); };
  std::string made{"\x48\x8d\x64\x24\x80", 5};  // lea -128(%rsp), %rsp
  made += letter(0x50 + number);                // push
  made += '\xe8';                               // call
  append_distance(made, place, draws);
  made += letter(0x58 + number);  // pop
  made += '\x89';                 // mov: the upper half becomes zero
  made += letter(0xc0 + number * 9);
  made.append("\x6a\x01\x9d", 3);                      // push $1; popf
  made.append("\x48\x8d\xa4\x24\x80\x00\x00\x00", 8);  // lea 128(%rsp), %rsp
  const std::uint64_t back = site + instruction + next->size;
  if (next->jump == 0) {
    made += code.substr(instruction, next->size);
  } else {
    made += '\x0f';
    made += letter(0x80 + next->jump);
    append_distance(made, place, back + static_cast<std::uint64_t>(next->distance));
  }
  made += '\xe9';
  append_distance(made, place, back);
  return made;
}

bool lay_detour(const Memory& memory, int writable, std::uint64_t site) {
  std::array<char, 1 + looked_at> bytes{};
  if (!memory.read(site - 1, bytes.data(), bytes.size())) return false;
  const auto prefix = static_cast<unsigned char>(bytes[0]);  // or the end of what stands before
  if (is_rex(prefix) || prefix == 0x66 || prefix == 0xf2 || prefix == 0xf3) return false;
  for (const std::uint64_t area : {DetourArea::beside_libraries, beside_moved_programs, beside_fixed_programs}) {
    if (!near(area, site)) continue;
    const auto begins = memory.value<std::array<unsigned char, 8>>(area);
    if (!begins || !std::equal(begins->begin(), begins->end(), detour_area_start().begin())) continue;
    const std::optional<std::uint64_t> used = memory.value<std::uint64_t>(area + used_at);
    if (!used) return false;
    const std::uint64_t place = area + std::max(*used, first_at);
    const auto made = detour({bytes.data() + 1, looked_at}, site, place, area);
    if (!made || place + made->size() > area + DetourArea::bytes) return false;
    const std::uint64_t end = place + made->size() - area;
    std::string jump{"\xe9"};
    append_distance(jump, site, place);
    const auto put = [&](std::uint64_t at, const void* from, std::size_t size) {
      return pwrite(writable, from, size, static_cast<off_t>(at)) == static_cast<ssize_t>(size);
    };
    return put(place, made->data(), made->size()) && put(area + used_at, &end, sizeof end) &&
           put(site, jump.data(), jump.size());
  }
  return false;
}

}  // namespace whitewater::tools::virtual_time
