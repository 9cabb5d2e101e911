// The rows of all parts, looked up by number.
#include "tools/virtual/kernel/handlers.hpp"

#include <sys/time.h>

#include <algorithm>
#include <array>
#include <ctime>

namespace whitewater::tools::virtual_time {

const Handler* handler_of(long number) {
  for (const std::span<const Handler> part : {wait_handlers(), message_handlers(), futex_handlers(), clock_handlers(),
                                              descriptor_handlers(), socket_handlers(), process_handlers()}) {
    const auto found =
        std::find_if(part.begin(), part.end(), [&](const Handler& each) { return each.number == number; });
    if (found != part.end()) return &*found;
  }
  return nullptr;
}

std::string call_name(long number) {
  const Handler* const handler = handler_of(number);
  return handler != nullptr ? std::string(handler->name) : "system call " + std::to_string(number);
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
