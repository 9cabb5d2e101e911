// How many datagrams the kernel dropped because the buffer of a local UDP port was full.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace whitewater::tools::real {

// Reads the kernel's table /proc/net/udp, passed as text. Nothing if no socket has that port.
std::optional<std::uint64_t> udp_drops(std::string_view table, std::uint16_t port);

// The same, with the table of this machine.
std::optional<std::uint64_t> udp_drops(std::uint16_t port);

}  // namespace whitewater::tools::real
