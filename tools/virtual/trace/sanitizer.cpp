// A sanitizer's runtime is called by its name, which stands among the names that the dynamic linker needs.
#include "tools/virtual/trace/sanitizer.hpp"

#include <elf.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <array>
#include <cstring>
#include <string_view>

#include "replica/posix/descriptor.hpp"
#include "tools/virtual/trace/process_status.hpp"

namespace whitewater::tools::virtual_time {

namespace {

// Nothing: the file does not reach so far.
std::string_view part(std::string_view content, std::uint64_t from, std::uint64_t bytes) {
  return from > content.size() || bytes > content.size() - from ? std::string_view{} : content.substr(from, bytes);
}

bool names_sanitizer(std::string_view names) {
  constexpr std::array<std::string_view, 3> known{"__asan_init", "__msan_init", "__tsan_init"};
  for (const std::string_view name : known)
    if (memmem(names.data(), names.size(), name.data(), name.size()) != nullptr) return true;
  return false;
}

bool is_sanitized(std::string_view content) {
  Elf64_Ehdr header{};
  if (content.size() < sizeof header) return false;
  std::memcpy(&header, content.data(), sizeof header);
  for (std::uint64_t i = 0; i < header.e_shnum; ++i) {
    Elf64_Shdr section{};
    const std::string_view row = part(content, header.e_shoff + i * sizeof section, sizeof section);
    if (row.empty()) return false;
    std::memcpy(&section, row.data(), sizeof section);
    const bool is_names = section.sh_type == SHT_STRTAB && (section.sh_flags & SHF_ALLOC) != 0;
    if (is_names && names_sanitizer(part(content, section.sh_offset, section.sh_size))) return true;
  }
  return false;
}

}  // namespace

bool has_shadow_memory(pid_t process) {
  const replica::Descriptor file(open(proc_path(process, "exe").c_str(), O_RDONLY | O_CLOEXEC));
  struct stat seen {};
  if (!file.valid() || fstat(file.get(), &seen) != 0 || seen.st_size == 0) return false;
  const auto bytes = static_cast<std::size_t>(seen.st_size);
  void* const place = mmap(nullptr, bytes, PROT_READ, MAP_PRIVATE, file.get(), 0);
  if (place == MAP_FAILED) return false;
  const bool found = is_sanitized({static_cast<const char*>(place), bytes});
  munmap(place, bytes);
  return found;
}

void lift_memory_limit(pid_t process) {
  rlimit limit{};
  if (prlimit(process, RLIMIT_DATA, nullptr, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  prlimit(process, RLIMIT_DATA, &limit, nullptr);
}

}  // namespace whitewater::tools::virtual_time
