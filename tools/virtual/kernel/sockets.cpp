// The kernel's queue of a UNIX datagram socket is short (net.unix.max_dgram_qlen, often 10), so what does not fit is
// kept here.
#include "tools/virtual/kernel/sockets.hpp"

#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <utility>

namespace whitewater::tools::virtual_time {

namespace {

// An address in the abstract namespace: no file, gone with its socket.
struct Address {
  sockaddr_un address{};
  socklen_t size = 0;
};
Address address_of(std::string_view name) {
  Address made;
  made.address.sun_family = AF_UNIX;
  std::memcpy(made.address.sun_path + 1, name.data(), name.size());
  made.size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
  return made;
}

}  // namespace

Sockets::Sockets(std::string unique)
    : feeder_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)), unique_(std::move(unique)) {}

bool Sockets::add(int descriptor, ino_t inode) {
  VirtualSocket made;
  made.name = unique_ + "-" + std::to_string(inode);
  const Address address = address_of(made.name);
  if (bind(descriptor, reinterpret_cast<const sockaddr*>(&address.address), address.size) != 0) return false;
  sockets_.insert_or_assign(inode, std::move(made));
  return true;
}

VirtualSocket* Sockets::find(ino_t inode) {
  const auto found = sockets_.find(inode);
  return found == sockets_.end() ? nullptr : &found->second;
}

bool Sockets::deliver(ino_t inode, std::string_view datagram) {
  VirtualSocket* const socket = find(inode);
  if (socket == nullptr) return false;
  socket->backlog.emplace_back(datagram);
  if (socket->connected()) feed(*socket);
  return true;
}

// What the real socket holds came first.
std::optional<std::string> Sockets::take(VirtualSocket& socket, int descriptor, bool peek) {
  if (socket.fed > 0) {
    buffer_.resize(datagram_max + 1);
    const ssize_t size = recv(descriptor, buffer_.data(), buffer_.size(), MSG_DONTWAIT | (peek ? MSG_PEEK : 0));
    if (size < 0) return std::nullopt;
    if (!peek) --socket.fed;
    return std::string(buffer_.data(), static_cast<std::size_t>(size));
  }
  if (socket.backlog.empty()) return std::nullopt;
  if (peek) return socket.backlog.front();
  std::string first = std::move(socket.backlog.front());
  socket.backlog.pop_front();
  return first;
}

void Sockets::forget_modes() {
  for (auto& [inode, socket] : sockets_) socket.nonblocking.reset();
}

void Sockets::top_up() {
  for (auto& [inode, socket] : sockets_)
    if (!socket.backlog.empty()) feed(socket);
}

bool Sockets::is_open(const VirtualSocket& socket) const {
  const Address address = address_of(socket.name);
  const replica::Descriptor probe(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  return ::connect(probe.get(), reinterpret_cast<const sockaddr*>(&address.address), address.size) == 0;
}

void Sockets::feed(VirtualSocket& socket) const {
  const Address address = address_of(socket.name);
  const bool named = !socket.connected();
  while (!socket.backlog.empty()) {
    std::string& first = socket.backlog.front();
    const ssize_t sent =
        sendto(named ? feeder_.get() : socket.connection.get(), first.data(), first.size(), MSG_DONTWAIT | MSG_NOSIGNAL,
               named ? reinterpret_cast<const sockaddr*>(&address.address) : nullptr, named ? address.size : 0);
    if (sent < 0) return;
    // A stream takes a part of a message, too.
    if (static_cast<std::size_t>(sent) < first.size()) {
      first.erase(0, static_cast<std::size_t>(sent));
    } else {
      socket.backlog.pop_front();
      ++socket.fed;
    }
  }
}

// A socket connects where its own duplicate does.
int Sockets::connect(int descriptor, ino_t inode, real::Variant variant) {
  const int wanted = variant == real::Variant::stream ? SOCK_STREAM : SOCK_SEQPACKET;
  int type = 0;
  socklen_t size = sizeof type;
  if (variant == real::Variant::udp || connected_) return -ECONNREFUSED;
  if (getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || type != wanted) return -EPROTOTYPE;
  const replica::Descriptor listener(::socket(AF_UNIX, wanted | SOCK_CLOEXEC, 0));
  VirtualSocket made;
  made.name = unique_ + "-" + std::to_string(inode);
  const Address address = address_of(made.name);
  const auto* const place = reinterpret_cast<const sockaddr*>(&address.address);
  if (bind(listener.get(), place, address.size) != 0 || listen(listener.get(), 1) != 0 ||
      ::connect(descriptor, place, address.size) != 0)
    return -errno;
  made.connection = replica::Descriptor(accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (!made.connected()) return -errno;
  sockets_.insert_or_assign(inode, std::move(made));
  connected_ = inode;
  return 0;
}

}  // namespace whitewater::tools::virtual_time
