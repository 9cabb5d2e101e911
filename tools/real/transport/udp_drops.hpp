// How many datagrams the kernel has dropped for want of room in the socket that is bound to a local UDP port.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace whitewater::tools::real {

// From the kernel's table, /proc/net/udp; nothing when no socket there has that port.
std::optional<std::uint64_t> udp_drops(std::string_view table, std::uint16_t port);

// The same, reading the table.
std::optional<std::uint64_t> udp_drops(std::uint16_t port);

}  // namespace whitewater::tools::real
