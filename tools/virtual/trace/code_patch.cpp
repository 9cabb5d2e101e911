// rdrand is 0f c7 /6 and rdseed is 0f c7 /7, with a register as operand; 0f 0b, ud2, keeps the byte that names it.
#include "tools/virtual/trace/code_patch.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/user.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "replica/posix/descriptor.hpp"
#include "tools/virtual/trace/clock_instructions.hpp"
#include "tools/virtual/trace/detour.hpp"
#include "tools/virtual/trace/machine_code.hpp"
#include "tools/virtual/trace/process_status.hpp"

namespace whitewater::tools::virtual_time {

namespace {

constexpr std::string_view generator_code{"\x0f\xc7", 2};
constexpr char faults = '\x0b';
constexpr unsigned first_operand = 0xf0;
constexpr std::size_t instruction = 3;
constexpr std::size_t store_max = 5;  // of the result, between the instruction and the test

constexpr std::uint64_t carry = 1;
constexpr std::uint64_t cleared = 0x8d5;  // overflow, sign, zero, adjust, parity, carry

// A jump, move or set that depends on the carry flag.
bool tests_carry(std::string_view code, std::size_t at) {
  if (is_rex(byte_at(code, at))) ++at;
  const unsigned byte = byte_at(code, at);
  if (byte == 0x72 || byte == 0x73) return true;
  if (byte != 0x0f) return false;
  const unsigned second = byte_at(code, at + 1);
  return second == 0x42 || second == 0x43 || second == 0x82 || second == 0x83 || second == 0x92 || second == 0x93;
}
bool stores_register(std::string_view code, std::size_t at) {
  if (is_rex(byte_at(code, at)) || byte_at(code, at) == 0x66) ++at;
  return byte_at(code, at) == 0x89;
}

}  // namespace

std::vector<std::size_t> generator_instructions(std::string_view code) {
  std::vector<std::size_t> found;
  for (std::size_t at = code.find(generator_code); at != std::string_view::npos;
       at = code.find(generator_code, at + 1)) {
    if (byte_at(code, at + 2) < first_operand) continue;
    const std::size_t behind = at + instruction;
    bool tested = tests_carry(code, behind);
    if (stores_register(code, behind))
      for (std::size_t store = 2; store <= store_max; ++store) tested |= tests_carry(code, behind + store);
    if (tested) found.push_back(at);
  }
  return found;
}

CodePatch::CodePatch() : clock_(!stops_clock_readers()) {}

const CodePatch::Found& CodePatch::search(const std::string& path) {
  static const Found none;
  const replica::Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat about {};
  if (file.get() < 0 || fstat(file.get(), &about) != 0 || about.st_size == 0) return none;
  const auto [found, fresh] = known_.try_emplace({path, about.st_ino, about.st_size, about.st_mtim.tv_nsec});
  if (!fresh) return found->second;
  const auto bytes = static_cast<std::size_t>(about.st_size);
  void* const image = mmap(nullptr, bytes, PROT_READ, MAP_PRIVATE, file.get(), 0);
  if (image == MAP_FAILED) return none;
  const std::string_view code(static_cast<const char*>(image), bytes);
  found->second.generator = generator_instructions(code);
  if (clock_) found->second.clock = clock_instructions(code);
  munmap(image, bytes);
  return found->second;
}

namespace {

// Both leave alone what an earlier search has replaced: it is another instruction now.
void stop_clock(const Memory& memory, int writable, std::uint64_t site) {
  if (memory.value<char>(site) == '\x0f') (void)!pwrite(writable, &stopped_clock, 1, static_cast<off_t>(site));
}
void replace(const Memory& memory, int writable, std::uint64_t site) {
  std::array<char, generator_code.size()> found{};
  if (!memory.read(site, found.data(), found.size()) || std::string_view(found.data(), found.size()) != generator_code)
    return;
  if (!lay_detour(memory, writable, site)) (void)!pwrite(writable, &faults, 1, static_cast<off_t>(site + 1));
}

}  // namespace

void CodePatch::apply(pid_t process, bool generator) {
  const replica::Descriptor writable(open(proc_path(process, "mem").c_str(), O_WRONLY | O_CLOEXEC));
  const Memory memory(process);
  std::ifstream maps(proc_path(process, "maps"));
  for (std::string line; std::getline(maps, line);) {
    unsigned long from = 0, to = 0, offset = 0;
    std::array<char, 5> rights{};
    int path = 0;
    if (std::sscanf(line.c_str(), "%lx-%lx %4s %lx %*s %*s %n", &from, &to, rights.data(), &offset, &path) < 4)
      continue;
    if (rights[2] != 'x' || path == 0 || line[static_cast<std::size_t>(path)] != '/') continue;
    const Found& found = search(line.substr(static_cast<std::size_t>(path)));
    const auto mapped = [&](std::size_t at) { return at >= offset && at - offset < to - from; };
    for (const std::size_t at : found.generator)
      if (generator && mapped(at)) replace(memory, writable.get(), from + (at - offset));
    for (const std::size_t at : found.clock)
      if (mapped(at)) stop_clock(memory, writable.get(), from + (at - offset));
  }
}

bool answer_generator(pid_t thread, const Memory& memory, std::uint64_t& state) {
  user_regs_struct registers{};
  ptrace(PTRACE_GETREGS, thread, nullptr, &registers);
  std::array<char, 5> bytes{};
  if (!memory.read(registers.rip, bytes.data(), bytes.size()))  // it ends with the page
    for (std::size_t i = 0; i < bytes.size(); ++i) memory.read(registers.rip + i, &bytes[i], 1);
  const std::string_view code(bytes.data(), bytes.size());
  std::size_t at = 0;
  const bool half = byte_at(code, at) == 0x66;
  at += half;
  unsigned wide = 0;
  if (is_rex(byte_at(code, at))) wide = byte_at(code, at++);
  if (byte_at(code, at) != 0x0f || code[at + 1] != faults || byte_at(code, at + 2) < first_operand) return false;
  const unsigned number = (byte_at(code, at + 2) & 7) | (wide & 1) << 3;
  const std::array registers_of{&registers.rax, &registers.rcx, &registers.rdx, &registers.rbx,
                                &registers.rsp, &registers.rbp, &registers.rsi, &registers.rdi,
                                &registers.r8,  &registers.r9,  &registers.r10, &registers.r11,
                                &registers.r12, &registers.r13, &registers.r14, &registers.r15};
  auto& into = *registers_of[number];
  const std::uint64_t random = draw(state);
  if ((wide & 8) != 0)
    into = random;
  else
    into = half ? (into & ~0xffffull) | (random & 0xffff) : random & 0xffffffff;
  registers.eflags = (registers.eflags & ~cleared) | carry;
  registers.rip += at + instruction;
  ptrace(PTRACE_SETREGS, thread, nullptr, &registers);
  return true;
}

}  // namespace whitewater::tools::virtual_time
