// Sockets: the UDP sockets of a replica, whichever of its processes hold them. Behind each is a datagram socket of the
// UNIX family that the supervisor feeds: epoll, poll, dup and O_NONBLOCK work on it as they do on any. A socket is
// known by its inode, so what dup(2), fork(2) and exec(2) keep is the same socket.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>

#include "core/base/time.hpp"
#include "replica/posix/descriptor.hpp"

namespace whitewater::tools::virtual_time {

struct VirtualSocket {
  std::string name;  // of the real socket behind it, in the abstract namespace
  std::uint16_t port = 0;
  std::uint16_t peer = 0;           // connected to; 0: not
  Duration receive_timeout{};       // SO_RCVTIMEO; zero: none
  std::deque<std::string> backlog;  // datagrams for which the real socket had no room yet
};

class Sockets {
 public:
  // unique: a word that no other replica of this machine uses.
  explicit Sockets(std::string unique);

  // descriptor: of a new datagram socket of the UNIX family. False: it cannot be used.
  bool add(int descriptor, ino_t inode);
  // Null: it is no virtual socket.
  VirtualSocket* find(ino_t inode);

  // A datagram arrives there. False: there is no such socket.
  bool deliver(ino_t inode, std::string_view datagram);
  // Hands datagrams to real sockets that have room again.
  void top_up();

 private:
  void feed(VirtualSocket& socket);

  replica::Descriptor feeder_;
  std::string unique_;
  std::map<ino_t, VirtualSocket> sockets_;
};

}  // namespace whitewater::tools::virtual_time
