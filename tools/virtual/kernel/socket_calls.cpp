// Making, naming and setting sockets. Only UDP of IPv4 exists; socketpair(2) and descriptors of the UNIX family stay
// real. See socket(2), udp(7), socket(7).
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/un.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <string>

#include "tools/virtual/kernel/addresses.hpp"
#include "tools/virtual/kernel/handlers.hpp"

namespace whitewater::tools::virtual_time {

namespace {

constexpr int type_mask = 0xf;
constexpr int buffer_bytes = 212'992;  // Linux's default

Outcome no_family(Process& process, std::string_view what) {
  process.machine.remark("asked for " + std::string(what) + ", which does not exist here");
  return Outcome::result(-EAFNOSUPPORT);
}

Outcome socket(Process& process, Thread& thread) {
  const int family = thread.call.as_int(0);
  const int flags = thread.call.as_int(1);
  const int type = flags & type_mask;
  if (family == AF_INET6) return no_family(process, "a socket of IPv6");
  if (family == AF_NETLINK) return Outcome::result(-EAFNOSUPPORT);
  if (family == AF_INET && type == SOCK_STREAM) return no_family(process, "a TCP socket");
  if ((family != AF_INET && family != AF_UNIX) || (family == AF_INET && type != SOCK_DGRAM))
    return no_family(process, "a socket of family " + std::to_string(family) + " and type " + std::to_string(type));
  return Outcome::give({NewDescriptor::Kind::socket, family == AF_INET ? SOCK_DGRAM : type,
                        (flags & SOCK_NONBLOCK) != 0, (flags & SOCK_CLOEXEC) != 0});
}
void socket_given(Process& process, Thread& thread, int descriptor) {
  if (thread.call.as_int(0) == AF_INET) process.descriptors.add_socket(descriptor);
}

// The virtual socket of the first argument. Null: it is another one, and real.
VirtualSocket* socket_of(Process& process, const Thread& thread) {
  return process.descriptors.socket(thread.call.as_int(0));
}

Outcome bind(Process& process, Thread& thread) {
  VirtualSocket* const socket = socket_of(process, thread);
  if (socket == nullptr) return Outcome::refuse("on a socket of the UNIX family");
  const std::optional<std::uint16_t> port = port_at(process, thread.call[1], thread.call[2]);
  if (!port) return Outcome::result(-EINVAL);
  socket->port = *port;
  port_of(process, *socket);
  return Outcome::result(0);
}

// Whether a socket of the UNIX family connects to the name by which the course's simulator is found: the replica's id.
bool means_simulator(const Process& process, const Call& call) {
  sockaddr_un address{};
  const std::size_t size = std::min<std::size_t>(call[2], sizeof address);
  if (size <= offsetof(sockaddr_un, sun_path) || !process.memory.read(call[1], &address, size)) return false;
  const std::string path(address.sun_path, strnlen(address.sun_path, size - offsetof(sockaddr_un, sun_path)));
  return address.sun_family == AF_UNIX && path.substr(path.rfind('/') + 1) == process.machine.id();
}

// What connects to a service of the machine (a name server's cache, say) finds none.
Outcome connect_local(Process& process, const Call& call) {
  const Descriptors::Entry* const entry = process.descriptors.find(call.as_int(0));
  if (entry == nullptr || !entry->socket) return Outcome::native();  // an error
  if (process.machine.variant() == real::Variant::udp || !means_simulator(process, call))
    return Outcome::result(-ENOENT);
  return Outcome::result(
      process.machine.sockets.connect(entry->duplicate.get(), entry->inode, process.machine.variant()));
}

Outcome connect(Process& process, Thread& thread) {
  VirtualSocket* const socket = socket_of(process, thread);
  if (socket == nullptr) return connect_local(process, thread.call);
  if (socket->connected()) return Outcome::result(-EISCONN);
  const std::optional<std::uint16_t> port = port_at(process, thread.call[1], thread.call[2]);
  socket->peer = port.value_or(0);  // AF_UNSPEC dissolves the association
  port_of(process, *socket);
  return Outcome::result(0);
}

Outcome getsockname(Process& process, Thread& thread) {
  VirtualSocket* const socket = socket_of(process, thread);
  if (socket == nullptr || socket->connected()) return Outcome::native();
  return Outcome::result(put_address(process, thread.call[1], thread.call[2], socket->port) ? 0 : -EFAULT);
}

Outcome getpeername(Process& process, Thread& thread) {
  VirtualSocket* const socket = socket_of(process, thread);
  if (socket == nullptr || socket->connected()) return Outcome::native();
  if (socket->peer == 0) return Outcome::result(-ENOTCONN);
  return Outcome::result(put_address(process, thread.call[1], thread.call[2], socket->peer) ? 0 : -EFAULT);
}

Outcome setsockopt(Process& process, Thread& thread) {
  VirtualSocket* const socket = socket_of(process, thread);
  if (socket == nullptr) return Outcome::native();
  if (thread.call.as_int(1) == SOL_SOCKET && thread.call.as_int(2) == SO_RCVTIMEO) {
    const std::optional<Duration> timeout = timeval_at(process, thread.call[3]);
    if (!timeout) return Outcome::result(-EFAULT);
    socket->receive_timeout = *timeout;
  }
  return Outcome::result(0);  // sizes of buffers, reuse of addresses: nothing to do
}

int option_value(int level, int option) {
  if (level != SOL_SOCKET) return 0;
  switch (option) {
    case SO_TYPE:
      return SOCK_DGRAM;
    case SO_DOMAIN:
      return AF_INET;
    case SO_PROTOCOL:
      return IPPROTO_UDP;
    case SO_RCVBUF:
    case SO_SNDBUF:
      return buffer_bytes;
    default:
      return 0;
  }
}

Outcome getsockopt(Process& process, Thread& thread) {
  const VirtualSocket* const socket = socket_of(process, thread);
  if (socket == nullptr || socket->connected()) return Outcome::native();
  const int value = option_value(thread.call.as_int(1), thread.call.as_int(2));
  const std::optional<socklen_t> room = process.memory.value<socklen_t>(thread.call[4]);
  const std::size_t size = std::min<std::size_t>(room.value_or(0), sizeof value);
  const bool written = room && process.memory.write(thread.call[3], &value, size) &&
                       process.memory.put(thread.call[4], static_cast<socklen_t>(size));
  return Outcome::result(written ? 0 : -EFAULT);
}

Outcome shutdown(Process& process, Thread& thread) {
  const VirtualSocket* const socket = socket_of(process, thread);
  if (socket == nullptr || socket->connected()) return Outcome::native();
  return Outcome::refuse("of a UDP socket");
}

}  // namespace

std::span<const Handler> socket_handlers() {
  static constexpr std::array rows{
      Handler{SYS_socket, "socket", socket, socket_given},
      Handler{SYS_bind, "bind", bind},
      Handler{SYS_connect, "connect", connect},
      Handler{SYS_getsockname, "getsockname", getsockname},
      Handler{SYS_getpeername, "getpeername", getpeername},
      Handler{SYS_setsockopt, "setsockopt", setsockopt},
      Handler{SYS_getsockopt, "getsockopt", getsockopt},
      Handler{SYS_shutdown, "shutdown", shutdown},
  };
  return rows;
}

}  // namespace whitewater::tools::virtual_time
