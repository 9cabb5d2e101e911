// One kernel entry for each access, and no stop of the process. The file of the memory is read faster than by
// process_vm_readv(2), which asks each time whether it may; but a write to that file disregards the protection of
// pages.
#include "tools/virtual/trace/memory.hpp"

#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "tools/virtual/trace/process_status.hpp"

namespace whitewater::tools::virtual_time {

namespace {

// More than the kernel takes, and more than a datagram holds.
constexpr std::uint64_t iovecs_max = 1024;
constexpr std::size_t gathered_max = 1 << 20;
constexpr std::size_t text_max = 4096;

}  // namespace

bool Memory::read(std::uint64_t address, void* into, std::size_t bytes) const {
  if (bytes == 0) return true;
  if (!reading_.valid()) reading_ = replica::Descriptor(open(proc_path(process_, "mem").c_str(), O_RDONLY | O_CLOEXEC));
  if (!reading_.valid()) {
    const iovec here{into, bytes};
    const iovec there{reinterpret_cast<void*>(address), bytes};
    return process_vm_readv(process_, &here, 1, &there, 1, 0) == static_cast<ssize_t>(bytes);
  }
  return pread(reading_.get(), into, bytes, static_cast<off_t>(address)) == static_cast<ssize_t>(bytes);
}

bool Memory::write(std::uint64_t address, const void* from, std::size_t bytes) const {
  if (bytes == 0) return true;
  const iovec here{const_cast<void*>(from), bytes};
  const iovec there{reinterpret_cast<void*>(address), bytes};
  return process_vm_writev(process_, &here, 1, &there, 1, 0) == static_cast<ssize_t>(bytes);
}

std::optional<std::string> Memory::text(std::uint64_t address) const {
  std::string found;
  std::array<char, 256> piece;
  while (found.size() < text_max) {
    // Up to the end of an aligned piece: the page behind it may not be there.
    const std::size_t bytes = piece.size() - (address & (piece.size() - 1));
    if (!read(address, piece.data(), bytes)) return std::nullopt;
    const auto end = std::find(piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(bytes), '\0');
    found.append(piece.begin(), end);
    if (end != piece.begin() + static_cast<std::ptrdiff_t>(bytes)) return found;
    address += bytes;
  }
  return std::nullopt;
}

std::optional<std::string> Memory::gather(std::uint64_t iovecs, std::uint64_t count) const {
  std::string bytes;
  for (std::uint64_t i = 0; i < std::min(count, iovecs_max); ++i) {
    const std::optional<iovec> each = value<iovec>(iovecs + i * sizeof(iovec));
    if (!each || each->iov_len > gathered_max - bytes.size()) return std::nullopt;
    const std::size_t before = bytes.size();
    bytes.resize(before + each->iov_len);
    if (!read(reinterpret_cast<std::uint64_t>(each->iov_base), bytes.data() + before, each->iov_len))
      return std::nullopt;
  }
  return bytes;
}

std::optional<std::size_t> Memory::scatter(std::uint64_t iovecs, std::uint64_t count, std::string_view bytes) const {
  std::size_t done = 0;
  for (std::uint64_t i = 0; i < std::min(count, iovecs_max) && done < bytes.size(); ++i) {
    const std::optional<iovec> each = value<iovec>(iovecs + i * sizeof(iovec));
    if (!each) return std::nullopt;
    const std::size_t size = std::min(each->iov_len, bytes.size() - done);
    if (!write(reinterpret_cast<std::uint64_t>(each->iov_base), bytes.data() + done, size)) return std::nullopt;
    done += size;
  }
  return done;
}

}  // namespace whitewater::tools::virtual_time
