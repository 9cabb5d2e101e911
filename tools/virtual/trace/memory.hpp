// Memory: reads and writes the memory of a stopped process. An address comes from the program, so any access may fail:
// a read or write outside the program's memory returns false, and its call fails with EFAULT as it would in the kernel.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "replica/posix/descriptor.hpp"

struct iovec;

namespace whitewater::tools::virtual_time {

class Memory {
 public:
  explicit Memory(pid_t process) : process_(process) {}

  // The process runs another program now, or has ended.
  void renew() { reading_.reset(); }

  bool read(std::uint64_t address, void* into, std::size_t bytes) const;
  bool write(std::uint64_t address, const void* from, std::size_t bytes) const;

  template <class T>
  requires std::is_trivially_copyable_v<T> std::optional<T> value(std::uint64_t address)
  const {
    T found{};
    if (!read(address, &found, sizeof found)) return std::nullopt;
    return found;
  }
  template <class T>
  requires std::is_trivially_copyable_v<T>
  bool put(std::uint64_t address, const T& value) const { return write(address, &value, sizeof value); }
  // A string that ends with a zero byte, of at most a page. Nothing: it cannot be read.
  std::optional<std::string> text(std::uint64_t address) const;
  // All bytes that so many iovecs at that address name.
  std::optional<std::string> gather(std::uint64_t iovecs, std::uint64_t count) const;
  // Writes the bytes over the iovecs. Returns how many had room.
  std::optional<std::size_t> scatter(std::uint64_t iovecs, std::uint64_t count, std::string_view bytes) const;

 private:
  pid_t process_;
  mutable replica::Descriptor reading_;  // opened when it is first needed
};

}  // namespace whitewater::tools::virtual_time
