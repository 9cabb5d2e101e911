// The auxiliary vector stands on the new stack, behind arguments and environment.
#include "tools/virtual/trace/program_start.hpp"

#include <elf.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>

#include <optional>

#include "tools/virtual/trace/clock_page.hpp"
#include "tools/virtual/trace/detour.hpp"
#include "tools/virtual/trace/injection.hpp"
#include "tools/virtual/trace/vdso.hpp"

#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0x100000
#endif

namespace whitewater::tools::virtual_time {

namespace {

constexpr std::uint64_t below_stack = 8192;  // nobody's
constexpr std::uint64_t no_descriptor = ~0ull;

// Where the auxiliary vector begins. 0: the stack cannot be read.
std::uint64_t auxiliary_vector(const Memory& memory, std::uint64_t stack) {
  const std::optional<std::uint64_t> arguments = memory.value<std::uint64_t>(stack);
  if (!arguments) return 0;
  std::uint64_t at = stack + 8 * (*arguments + 2);
  while (const std::optional<std::uint64_t> entry = memory.value<std::uint64_t>(at)) {
    at += 8;
    if (*entry == 0) return at;
  }
  return 0;
}

// The address of the entry of that kind. 0: there is none.
std::uint64_t entry_of(const Memory& memory, std::uint64_t vector, std::uint64_t kind) {
  for (std::uint64_t at = vector; at != 0; at += 16) {
    const std::optional<std::uint64_t> found = memory.value<std::uint64_t>(at);
    if (!found || *found == AT_NULL) break;
    if (*found == kind) return at;
  }
  return 0;
}

bool is_error(std::uint64_t result) {
  return result > ~std::uint64_t{4095};
}

// Gives the process the page of its clocks, and the code that reads them.
bool map_clock(pid_t thread, const Memory& memory, Injection& injection, const std::string& path) {
  using Filter = Injection::Filter;
  const std::uint64_t place = injection.registers().rsp - below_stack;
  if (!memory.write(place, path.c_str(), path.size() + 1)) return false;
  const auto file = injection.call(Filter::stops, SYS_open, {place, O_RDWR | O_CLOEXEC});
  if (!file || is_error(*file)) return false;
  constexpr std::uint64_t page = ClockPage::bytes;
  constexpr std::uint64_t code = ClockPage::address + page;
  const auto data =
      injection.call(Filter::allows, SYS_mmap,
                     {ClockPage::address, page, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED_NOREPLACE, *file, 0});
  const auto shim = injection.call(
      Filter::allows, SYS_mmap,
      {code, page, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, no_descriptor, 0});
  injection.call(Filter::stops, SYS_close, {*file});
  return data == ClockPage::address && shim == code &&
         write_code(thread, code, clock_shim().data(), clock_shim().size());
}

// Gives the process room for detours near its libraries and near itself. draws: they will be used.
void map_detours(pid_t thread, std::uint64_t entry, Injection& injection, bool draws) {
  for (const std::uint64_t area : {DetourArea::beside_libraries, DetourArea::beside_program(entry)}) {
    if (area == 0) continue;
    const auto mapped = injection.call(Injection::Filter::allows, SYS_mmap,
                                       {area, DetourArea::bytes, PROT_READ | PROT_EXEC,
                                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, no_descriptor, 0});
    if (draws && mapped == area) write_code(thread, area, detour_area_start().data(), detour_area_start().size());
  }
}

}  // namespace

bool prepare_program(pid_t thread, const ProgramStart& start, const std::function<void()>& pass) {
  run_to_kernel(thread);  // the end of the exec
  const Memory memory(thread);
  user_regs_struct registers{};
  ptrace(PTRACE_GETREGS, thread, nullptr, &registers);
  const std::uint64_t vector = auxiliary_vector(memory, registers.rsp);
  if (const std::uint64_t random = entry_of(memory, vector, AT_RANDOM))
    if (const auto place = memory.value<std::uint64_t>(random + 8)) memory.put(*place, start.random);
  const std::uint64_t entry = entry_of(memory, vector, AT_SYSINFO_EHDR);
  const auto address = entry == 0 ? std::nullopt : memory.value<std::uint64_t>(entry + 8);
  if (!address) return false;
  const std::optional<Vdso> vdso = Vdso::at(*address, memory);
  const std::uint64_t instruction = vdso ? vdso->call_instruction() : 0;
  bool clock = false, hidden = false;
  if (instruction != 0) {
    Injection injection(thread, instruction, pass);
    hidden = injection.call(Injection::Filter::allows, SYS_arch_prctl, {set_cpuid, 0}) == std::uint64_t{0};
    // A program that reads its own map sees the page in any case.
    clock = !start.clock_page.empty() && map_clock(thread, memory, injection, start.clock_page) && !start.clock_calls &&
            vdso->replace_functions(thread, ClockPage::address + ClockPage::bytes);
    const std::uint64_t begin = entry_of(memory, vector, AT_ENTRY);
    if (!hidden) map_detours(thread, memory.value<std::uint64_t>(begin + 8).value_or(0), injection, clock);
  }
  if (!clock) memory.put(entry, std::uint64_t{AT_IGNORE});
  return hidden;
}

}  // namespace whitewater::tools::virtual_time
