// Addresses of IPv4 as a program passes them and expects them: everybody is on 127.0.0.1.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdint>
#include <optional>

#include "tools/virtual/kernel/process.hpp"

namespace whitewater::tools::virtual_time {

// The port of a sockaddr_in. Nothing: it is another kind of address, or cannot be read.
std::optional<std::uint16_t> port_at(const Process& process, std::uint64_t address, std::uint64_t size);

// 127.0.0.1 with that port.
sockaddr_in loopback(std::uint16_t port);

// Writes it as the kernel does: cut to the room that *size names, which then names the whole size. False: EFAULT.
bool put_address(const Process& process, std::uint64_t address, std::uint64_t size, std::uint16_t port);

// The port of a socket, which gets one when it first needs one.
std::uint16_t port_of(Process& process, VirtualSocket& socket);

}  // namespace whitewater::tools::virtual_time
