// The vDSO is a small ELF file in memory; see elf(5) and vdso(7).
#include "tools/virtual/trace/vdso.hpp"

#include <elf.h>
#include <sys/ptrace.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

#include "tools/virtual/trace/clock_page.hpp"

namespace whitewater::tools::virtual_time {

namespace {

constexpr std::size_t page = 4096;
constexpr std::size_t pages_max = 4;

// movabs $address, %rax; jmp *%rax
using Jump = std::array<unsigned char, 12>;
Jump jump_to(std::uint64_t address) {
  Jump jump{0x48, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xe0};
  std::memcpy(jump.data() + 2, &address, sizeof address);
  return jump;
}

template <class T>
std::optional<T> piece(const std::vector<unsigned char>& image, std::uint64_t offset) {
  T found;
  if (offset > image.size() || image.size() - offset < sizeof found) return std::nullopt;
  std::memcpy(&found, image.data() + offset, sizeof found);
  return found;
}

// Calls visit(name, symbol) for each named function.
template <class Visit>
void each_function(const std::vector<unsigned char>& image, const Visit& visit) {
  const auto header = piece<Elf64_Ehdr>(image, 0);
  if (!header) return;
  for (unsigned i = 0; i < header->e_shnum; ++i) {
    const auto section = piece<Elf64_Shdr>(image, header->e_shoff + i * sizeof(Elf64_Shdr));
    if (!section || section->sh_type != SHT_DYNSYM) continue;
    const auto names = piece<Elf64_Shdr>(image, header->e_shoff + section->sh_link * sizeof(Elf64_Shdr));
    if (!names) continue;
    for (std::uint64_t at = 0; at + sizeof(Elf64_Sym) <= section->sh_size; at += sizeof(Elf64_Sym)) {
      const auto symbol = piece<Elf64_Sym>(image, section->sh_offset + at);
      if (!symbol || symbol->st_size == 0) continue;
      const std::uint64_t name = names->sh_offset + symbol->st_name;
      if (name >= image.size()) continue;
      const auto begin = image.begin() + static_cast<std::ptrdiff_t>(name);
      visit(std::string_view(reinterpret_cast<const char*>(&*begin),
                             static_cast<std::size_t>(std::find(begin, image.end(), 0) - begin)),
            *symbol);
    }
  }
}

}  // namespace

std::optional<Vdso> Vdso::at(std::uint64_t address, const Memory& memory) {
  std::vector<unsigned char> image(pages_max * page);
  while (!image.empty() && !memory.read(address, image.data(), image.size())) image.resize(image.size() - page);
  if (image.empty()) return std::nullopt;
  return Vdso(address, std::move(image));
}

std::uint64_t Vdso::call_instruction() const {
  constexpr std::array<unsigned char, 2> syscall{0x0f, 0x05};
  const auto found = std::search(image_.begin(), image_.end(), syscall.begin(), syscall.end());
  return found == image_.end() ? 0 : address_ + static_cast<std::uint64_t>(found - image_.begin());
}

bool Vdso::replace_functions(pid_t thread, std::uint64_t shim) const {
  std::size_t replaced = 0;
  bool good = true;
  each_function(image_, [&](std::string_view name, const Elf64_Sym& symbol) {
    for (const VdsoFunction& function : clock_shim_functions()) {
      if (function.name != name) continue;
      const Jump jump = jump_to(shim + function.offset);
      good &= symbol.st_size >= jump.size() && write_code(thread, address_ + symbol.st_value, jump.data(), jump.size());
      ++replaced;
    }
  });
  constexpr std::size_t clocks = 3;  // clock_gettime, gettimeofday, time
  return good && replaced >= clocks;
}

bool write_code(pid_t thread, std::uint64_t address, const void* from, std::size_t bytes) {
  const auto* const source = static_cast<const unsigned char*>(from);
  for (std::size_t done = 0; done < bytes; done += sizeof(long)) {
    const std::size_t size = std::min(sizeof(long), bytes - done);
    auto* const place = reinterpret_cast<void*>(address + done);
    long word = size == sizeof(long) ? 0 : ptrace(PTRACE_PEEKTEXT, thread, place, nullptr);
    std::memcpy(&word, source + done, size);
    if (ptrace(PTRACE_POKETEXT, thread, place, word) != 0) return false;
  }
  return true;
}

}  // namespace whitewater::tools::virtual_time
