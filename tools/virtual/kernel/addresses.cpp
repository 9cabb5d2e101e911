// See ip(7).
#include "tools/virtual/kernel/addresses.hpp"

#include <arpa/inet.h>

#include <algorithm>

namespace whitewater::tools::virtual_time {

std::optional<std::uint16_t> port_at(const Process& process, std::uint64_t address, std::uint64_t size) {
  if (size < sizeof(sockaddr_in)) return std::nullopt;
  const std::optional<sockaddr_in> found = process.memory.value<sockaddr_in>(address);
  if (!found || found->sin_family != AF_INET) return std::nullopt;
  return ntohs(found->sin_port);
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

bool put_address(const Process& process, std::uint64_t address, std::uint64_t size, std::uint16_t port) {
  if (address == 0 || size == 0) return true;
  const std::optional<socklen_t> room = process.memory.value<socklen_t>(size);
  if (!room) return false;
  const sockaddr_in found = loopback(port);
  return process.memory.write(address, &found, std::min<std::size_t>(*room, sizeof found)) &&
         process.memory.put(size, static_cast<socklen_t>(sizeof found));
}

std::uint16_t port_of(Process& process, VirtualSocket& socket) {
  if (socket.port == 0) socket.port = process.machine.next_port++;
  return socket.port;
}

}  // namespace whitewater::tools::virtual_time
