// The rows of all parts, looked up by number.
#include "tools/virtual/kernel/handlers.hpp"

#include <sys/time.h>

#include <array>
#include <cerrno>
#include <ctime>

namespace whitewater::tools::virtual_time {

namespace {

// Above all numbers of x86-64.
constexpr std::size_t numbers_max = 512;
using Table = std::array<const Handler*, numbers_max>;

Table all_handlers() {
  Table table{};
  for (const std::span<const Handler> part :
       {wait_handlers(), message_handlers(), futex_handlers(), clock_handlers(), descriptor_handlers(), file_handlers(),
        lock_handlers(), signal_descriptor_handlers(), socket_handlers(), process_handlers(), signal_handlers(),
        timer_handlers(), child_handlers(), identity_handlers()})
    for (const Handler& handler : part) table.at(static_cast<std::size_t>(handler.number)) = &handler;
  return table;
}

}  // namespace

const Handler* handler_of(long number) {
  static const Table table = all_handlers();
  return number >= 0 && static_cast<std::size_t>(number) < table.size() ? table[static_cast<std::size_t>(number)]
                                                                        : nullptr;
}

Outcome absent(Process&, Thread&) {
  return Outcome::result(-ENOSYS);
}

std::optional<Duration> timespec_at(const Process& process, std::uint64_t address) {
  const std::optional<timespec> found = process.memory.value<timespec>(address);
  if (!found) return std::nullopt;
  return seconds(found->tv_sec) + nanoseconds(found->tv_nsec);
}

std::optional<Duration> timeval_at(const Process& process, std::uint64_t address) {
  const std::optional<timeval> found = process.memory.value<timeval>(address);
  if (!found) return std::nullopt;
  return seconds(found->tv_sec) + microseconds(found->tv_usec);
}

}  // namespace whitewater::tools::virtual_time
