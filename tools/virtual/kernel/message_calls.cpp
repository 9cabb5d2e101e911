// Sending and receiving, and reading and writing what may wait. See send(2), recv(2), read(2).
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/virtual/kernel/addresses.hpp"
#include "tools/virtual/kernel/cost_model.hpp"
#include "tools/virtual/kernel/handlers.hpp"

namespace whitewater::tools::virtual_time {

namespace {

constexpr std::size_t packet_max = 16'384;  // the course's simulators read no more of one
constexpr std::size_t message_max = 1 << 24;

// What leaves by a connection: a message each for a packet, and for each line of a stream.
long send_connected(Process& process, ino_t inode, VirtualSocket& socket, std::string bytes) {
  process.productive();
  const auto size = static_cast<long>(bytes.size());
  const auto depart = [&](std::string message) {
    process.machine.departed.push_back({process.now, process.machine.simulator_port(), inode, std::move(message)});
  };
  if (process.machine.variant() == real::Variant::stream) {
    std::vector<std::string_view> messages;
    socket.framing.add(bytes, messages);
    for (const std::string_view message : messages) depart(std::string(message));
  } else {
    bytes.resize(std::min(bytes.size(), packet_max));
    depart(std::move(bytes));
  }
  return size;
}

// port: nothing: of another family than IPv4.
long send(Process& process, int descriptor, VirtualSocket& socket, std::string bytes,
          std::optional<std::uint16_t> port) {
  if (socket.connected())
    return send_connected(process, process.descriptors.find(descriptor)->inode, socket, std::move(bytes));
  if (bytes.size() > datagram_max) return -EMSGSIZE;
  if (!port) return -EAFNOSUPPORT;
  if (*port == 0) return -EDESTADDRREQ;
  process.productive();
  port_of(process, socket);
  const auto size = static_cast<long>(bytes.size());
  process.machine.departed.push_back(
      {process.now, *port, process.descriptors.find(descriptor)->inode, std::move(bytes)});
  return size;
}

std::optional<std::uint16_t> destination(const Process& process, const VirtualSocket& socket, std::uint64_t address,
                                         std::uint64_t size) {
  return address == 0 ? socket.peer : port_at(process, address, size);
}

std::optional<std::string> bytes_at(const Process& process, std::uint64_t address, std::uint64_t size) {
  if (size > message_max) return std::string(message_max, '\0');
  std::string bytes(size, '\0');
  if (!process.memory.read(address, bytes.data(), size)) return std::nullopt;
  return bytes;
}

// The next datagram of a socket that has one.
std::optional<std::string> receive(Process& process, int descriptor, bool peek) {
  const Descriptors::Entry& entry = *process.descriptors.find(descriptor);
  Sockets& sockets = process.machine.sockets;
  std::optional<std::string> bytes = sockets.take(*sockets.find(entry.inode), entry.duplicate.get(), peek);
  if (!bytes) return std::nullopt;
  process.productive();
  process.spend(cost::datagram);
  return bytes;
}

bool receives_datagrams(Process& process, int descriptor) {
  const VirtualSocket* const socket = process.descriptors.socket(descriptor);
  return socket != nullptr && !socket->connected();
}

// What is no UDP socket: the kernel does it, once there is something to read.
Outcome read_real(Process& process, Thread& thread, bool dontwait) {
  const Descriptors::Entry* const entry = process.descriptors.find(thread.call.as_int(0));
  if (entry == nullptr || entry->file) return Outcome::native();
  if (std::optional<Outcome> waits = unless_readable(process, thread, dontwait)) return *waits;
  process.productive();
  if (process.descriptors.socket(thread.call.as_int(0)) != nullptr) process.spend(cost::datagram);
  return Outcome::native();
}

Outcome sendto(Process& process, Thread& thread) {
  const Call& call = thread.call;
  VirtualSocket* const socket = process.descriptors.socket(call.as_int(0));
  if (socket == nullptr) return write_real(process, thread);
  std::optional<std::string> bytes = bytes_at(process, call[1], call[2]);
  if (!bytes) return Outcome::result(-EFAULT);
  const auto port = destination(process, *socket, call[4], call[5]);
  return Outcome::result(send(process, call.as_int(0), *socket, std::move(*bytes), port));
}

Outcome write(Process& process, Thread& thread) {
  const Call& call = thread.call;
  VirtualSocket* const socket = process.descriptors.socket(call.as_int(0));
  if (socket == nullptr) return write_real(process, thread);
  std::optional<std::string> bytes = bytes_at(process, call[1], call[2]);
  if (!bytes) return Outcome::result(-EFAULT);
  return Outcome::result(send(process, call.as_int(0), *socket, std::move(*bytes), socket->peer));
}

Outcome writev(Process& process, Thread& thread) {
  const Call& call = thread.call;
  VirtualSocket* const socket = process.descriptors.socket(call.as_int(0));
  if (socket == nullptr) return write_real(process, thread);
  std::optional<std::string> bytes = process.memory.gather(call[1], call[2]);
  if (!bytes) return Outcome::result(-EFAULT);
  return Outcome::result(send(process, call.as_int(0), *socket, std::move(*bytes), socket->peer));
}

long send_header(Process& process, int descriptor, VirtualSocket& socket, std::uint64_t address) {
  const std::optional<msghdr> header = process.memory.value<msghdr>(address);
  if (!header) return -EFAULT;
  std::optional<std::string> bytes =
      process.memory.gather(reinterpret_cast<std::uint64_t>(header->msg_iov), header->msg_iovlen);
  if (!bytes) return -EFAULT;
  const auto name = reinterpret_cast<std::uint64_t>(header->msg_name);
  return send(process, descriptor, socket, std::move(*bytes), destination(process, socket, name, header->msg_namelen));
}

Outcome sendmsg(Process& process, Thread& thread) {
  const Call& call = thread.call;
  VirtualSocket* const socket = process.descriptors.socket(call.as_int(0));
  if (socket == nullptr) return write_real(process, thread);
  return Outcome::result(send_header(process, call.as_int(0), *socket, call[1]));
}

Outcome sendmmsg(Process& process, Thread& thread) {
  const Call& call = thread.call;
  VirtualSocket* const socket = process.descriptors.socket(call.as_int(0));
  if (socket == nullptr) return write_real(process, thread);
  long sent = 0;
  for (; sent < static_cast<long>(call.as_unsigned(2)); ++sent) {
    const std::uint64_t each = call[1] + static_cast<std::uint64_t>(sent) * sizeof(mmsghdr);
    const long size = send_header(process, call.as_int(0), *socket, each);
    if (size < 0) return Outcome::result(sent == 0 ? size : sent);
    process.memory.put(each + offsetof(mmsghdr, msg_len), static_cast<unsigned>(size));
  }
  return Outcome::result(sent);
}

Outcome recvfrom(Process& process, Thread& thread) {
  const Call& call = thread.call;
  const int flags = call.as_int(3);
  VirtualSocket* const socket = process.descriptors.socket(call.as_int(0));
  if (socket == nullptr || socket->connected()) return read_real(process, thread, (flags & MSG_DONTWAIT) != 0);
  if (auto waits = unless_readable(process, thread, (flags & MSG_DONTWAIT) != 0)) return *waits;
  const std::optional<std::string> bytes = receive(process, call.as_int(0), (flags & MSG_PEEK) != 0);
  if (!bytes) return Outcome::result(-EAGAIN);
  const std::size_t size = std::min<std::size_t>(bytes->size(), call[2]);
  const bool written = process.memory.write(call[1], bytes->data(), size) &&
                       put_address(process, call[4], call[5], process.machine.simulator_port());
  if (!written) return Outcome::result(-EFAULT);
  return Outcome::result(static_cast<long>((flags & MSG_TRUNC) != 0 ? bytes->size() : size));
}

// The bytes of a read go to one place or to several.
Outcome read_into(Process& process, Thread& thread, bool vector) {
  const Call& call = thread.call;
  if (!receives_datagrams(process, call.as_int(0))) return read_real(process, thread, false);
  if (auto waits = unless_readable(process, thread, false)) return *waits;
  const std::optional<std::string> bytes = receive(process, call.as_int(0), false);
  if (!bytes) return Outcome::result(-EAGAIN);
  if (vector) {
    const std::optional<std::size_t> size = process.memory.scatter(call[1], call[2], *bytes);
    return Outcome::result(size ? static_cast<long>(*size) : -EFAULT);
  }
  const std::size_t size = std::min<std::size_t>(bytes->size(), call[2]);
  return Outcome::result(process.memory.write(call[1], bytes->data(), size) ? static_cast<long>(size) : -EFAULT);
}
Outcome read(Process& process, Thread& thread) {
  return read_into(process, thread, false);
}
Outcome readv(Process& process, Thread& thread) {
  return read_into(process, thread, true);
}

// Receives one datagram into a msghdr. There is one.
long receive_header(Process& process, int descriptor, std::uint64_t address, int flags) {
  std::optional<msghdr> header = process.memory.value<msghdr>(address);
  if (!header) return -EFAULT;
  const std::optional<std::string> bytes = receive(process, descriptor, (flags & MSG_PEEK) != 0);
  if (!bytes) return -EAGAIN;
  const std::optional<std::size_t> size =
      process.memory.scatter(reinterpret_cast<std::uint64_t>(header->msg_iov), header->msg_iovlen, *bytes);
  if (!size) return -EFAULT;
  if (header->msg_name != nullptr) {
    const sockaddr_in from = loopback(process.machine.simulator_port());
    const std::size_t room = std::min<std::size_t>(header->msg_namelen, sizeof from);
    if (!process.memory.write(reinterpret_cast<std::uint64_t>(header->msg_name), &from, room)) return -EFAULT;
    header->msg_namelen = sizeof from;
  }
  header->msg_controllen = 0;
  header->msg_flags = *size < bytes->size() ? MSG_TRUNC : 0;
  if (!process.memory.put(address, *header)) return -EFAULT;
  return static_cast<long>((flags & MSG_TRUNC) != 0 ? bytes->size() : *size);
}

Outcome recvmsg(Process& process, Thread& thread) {
  const Call& call = thread.call;
  const int flags = call.as_int(2);
  const bool dontwait = (flags & MSG_DONTWAIT) != 0;
  if (!receives_datagrams(process, call.as_int(0))) return read_real(process, thread, dontwait);
  if (auto waits = unless_readable(process, thread, dontwait)) return *waits;
  return Outcome::result(receive_header(process, call.as_int(0), call[1], flags));
}

Outcome recvmmsg(Process& process, Thread& thread) {
  const Call& call = thread.call;
  const int flags = call.as_int(3);
  const bool dontwait = (flags & MSG_DONTWAIT) != 0;
  if (!receives_datagrams(process, call.as_int(0))) return read_real(process, thread, dontwait);
  if (auto waits = unless_readable(process, thread, dontwait)) return *waits;
  long got = 0;
  for (; got < static_cast<long>(call.as_unsigned(2)); ++got) {
    const std::uint64_t each = call[1] + static_cast<std::uint64_t>(got) * sizeof(mmsghdr);
    const long size = receive_header(process, call.as_int(0), each, flags);
    if (size < 0) return Outcome::result(got == 0 ? size : got);
    process.memory.put(each + offsetof(mmsghdr, msg_len), static_cast<unsigned>(size));
  }
  return Outcome::result(got);
}

}  // namespace

std::span<const Handler> message_handlers() {
  static constexpr std::array rows{
      Handler{SYS_read, "read", read},
      Handler{SYS_write, "write", write},
      Handler{SYS_readv, "readv", readv},
      Handler{SYS_writev, "writev", writev},
      Handler{SYS_sendto, "sendto", sendto},
      Handler{SYS_sendmsg, "sendmsg", sendmsg},
      Handler{SYS_sendmmsg, "sendmmsg", sendmmsg},
      Handler{SYS_recvfrom, "recvfrom", recvfrom},
      Handler{SYS_recvmsg, "recvmsg", recvmsg},
      Handler{SYS_recvmmsg, "recvmmsg", recvmmsg},
  };
  return rows;
}

}  // namespace whitewater::tools::virtual_time
