// The kernel's queue of a UNIX datagram socket is short (net.unix.max_dgram_qlen, often 10), so what does not fit is
// kept here.
#include "tools/virtual/kernel/descriptors.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>
#include <utility>
#include <vector>

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

Descriptors::Descriptors(pid_t process, std::string unique)
    : process_(static_cast<int>(syscall(SYS_pidfd_open, process, 0))),
      feeder_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)),
      unique_(std::move(unique)) {}

Descriptors::Entry* Descriptors::find(int number) {
  if (const auto found = entries_.find(number); found != entries_.end()) return &found->second;
  Entry entry;
  entry.duplicate = replica::Descriptor(static_cast<int>(syscall(SYS_pidfd_getfd, process_.get(), number, 0)));
  struct stat status {};
  if (!entry.duplicate.valid() || fstat(entry.duplicate.get(), &status) != 0) return nullptr;
  entry.inode = status.st_ino;
  entry.file = S_ISREG(status.st_mode) || S_ISDIR(status.st_mode) || S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode);
  entry.socket = S_ISSOCK(status.st_mode);
  return &entries_.emplace(number, std::move(entry)).first->second;
}

bool Descriptors::Entry::nonblocking() const {
  return (fcntl(duplicate.get(), F_GETFL) & O_NONBLOCK) != 0;
}

void Descriptors::forget(int number) {
  entries_.erase(number);
  timers_.erase(number);
}

void Descriptors::forget_range(unsigned first, unsigned last) {
  std::erase_if(entries_, [&](const auto& entry) {
    return static_cast<unsigned>(entry.first) >= first && static_cast<unsigned>(entry.first) <= last;
  });
}

bool Descriptors::add_socket(int number) {
  forget(number);
  Entry* const entry = find(number);
  if (entry == nullptr) return false;
  VirtualSocket made;
  made.name = unique_ + "-" + std::to_string(entry->inode);
  const Address address = address_of(made.name);
  if (bind(entry->duplicate.get(), reinterpret_cast<const sockaddr*>(&address.address), address.size) != 0)
    return false;
  sockets_.insert_or_assign(entry->inode, std::move(made));
  return true;
}

// All eventfds share one inode, so a timer is known by the number of its descriptor.
bool Descriptors::add_timer(int number, int clock) {
  forget(number);
  Entry* const entry = find(number);
  if (entry == nullptr) return false;
  VirtualTimer made;
  made.clock = clock;
  made.event = replica::Descriptor(dup(entry->duplicate.get()));
  timers_.insert_or_assign(number, std::move(made));
  return true;
}

VirtualSocket* Descriptors::socket(int number) {
  const Entry* const entry = find(number);
  return entry == nullptr || !entry->socket ? nullptr : socket_of(entry->inode);
}

VirtualSocket* Descriptors::socket_of(ino_t inode) {
  const auto found = sockets_.find(inode);
  return found == sockets_.end() ? nullptr : &found->second;
}

VirtualTimer* Descriptors::timer(int number) {
  const auto found = timers_.find(number);
  return found == timers_.end() ? nullptr : &found->second;
}

bool Descriptors::deliver(ino_t inode, std::string_view datagram) {
  VirtualSocket* const socket = socket_of(inode);
  if (socket == nullptr) return false;
  socket->backlog.emplace_back(datagram);
  feed(*socket);
  return true;
}

void Descriptors::top_up() {
  for (auto& [inode, socket] : sockets_)
    if (!socket.backlog.empty()) feed(socket);
}

void Descriptors::feed(VirtualSocket& socket) {
  const Address address = address_of(socket.name);
  while (!socket.backlog.empty()) {
    const std::string& first = socket.backlog.front();
    if (sendto(feeder_.get(), first.data(), first.size(), MSG_DONTWAIT | MSG_NOSIGNAL,
               reinterpret_cast<const sockaddr*>(&address.address), address.size) < 0)
      return;
    socket.backlog.pop_front();
  }
}

bool Descriptors::ready(const Entry& entry, short events) {
  pollfd one{entry.duplicate.get(), events, 0};
  return poll(&one, 1, 0) > 0;
}

}  // namespace whitewater::tools::virtual_time
