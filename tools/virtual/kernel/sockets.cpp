// The kernel's queue of a UNIX datagram socket is short (net.unix.max_dgram_qlen, often 10), so what does not fit is
// kept here.
#include "tools/virtual/kernel/sockets.hpp"

#include <sys/socket.h>
#include <sys/un.h>

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
  feed(*socket);
  return true;
}

void Sockets::top_up() {
  for (auto& [inode, socket] : sockets_)
    if (!socket.backlog.empty()) feed(socket);
}

void Sockets::feed(VirtualSocket& socket) {
  const Address address = address_of(socket.name);
  while (!socket.backlog.empty()) {
    const std::string& first = socket.backlog.front();
    if (sendto(feeder_.get(), first.data(), first.size(), MSG_DONTWAIT | MSG_NOSIGNAL,
               reinterpret_cast<const sockaddr*>(&address.address), address.size) < 0)
      return;
    socket.backlog.pop_front();
  }
}

}  // namespace whitewater::tools::virtual_time
