// Sockets: those of a replica that lead to the simulator, whichever of its processes hold them. Behind a UDP socket is
// a datagram socket of the UNIX family that the supervisor feeds before the kernel is asked what is ready: epoll, poll,
// dup and O_NONBLOCK work on it as they do on any. What is received before anybody asks never goes through the kernel.
// A replica of an older variant of the course connects one real socket of the UNIX family instead. A socket is
// known by its inode, so what dup(2), fork(2) and exec(2) keep is the same socket.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"
#include "replica/posix/descriptor.hpp"
#include "tools/real/transport/stream_framing.hpp"
#include "tools/real/transport/variant.hpp"

namespace whitewater::tools::virtual_time {

inline constexpr std::size_t datagram_max = 65'507;  // of UDP on IPv4

struct VirtualSocket {
  std::string name;  // of the real socket behind it, in the abstract namespace
  std::uint16_t port = 0;
  std::uint16_t peer = 0;           // connected to; 0: not
  Duration receive_timeout{};       // SO_RCVTIMEO; zero: none
  std::deque<std::string> backlog;  // what the real socket does not hold yet
  unsigned fed = 0;                 // how many datagrams it holds
  std::optional<bool> nonblocking;  // O_NONBLOCK; nothing: ask for it
  // Of a socket that the replica connected: the supervisor's end, and what it sent of a message so far.
  replica::Descriptor connection;
  real::StreamFraming framing;

  bool connected() const { return connection.valid(); }
  // Of one that is not connected: there is something to receive.
  bool holds() const { return fed > 0 || !backlog.empty(); }
};

class Sockets {
 public:
  // unique: a word that no other replica of this machine uses.
  explicit Sockets(std::string unique);

  // descriptor: of a new datagram socket of the UNIX family. False: it cannot be used.
  bool add(int descriptor, ino_t inode);
  // The replica connects that socket of the UNIX family, of the variant's type, to the simulator. Returns 0, or an
  // errno below 0.
  int connect(int descriptor, ino_t inode, real::Variant variant);
  // The socket that it connected. Nothing: none.
  std::optional<ino_t> connected() const { return connected_; }
  // Null: it is no virtual socket.
  VirtualSocket* find(ino_t inode);

  // A datagram arrives there. False: there is no such socket.
  bool deliver(ino_t inode, std::string_view datagram);
  // Somebody holds that socket, which is not connected.
  bool is_open(const VirtualSocket& socket) const;
  // Hands datagrams to real sockets that have room again.
  void top_up();
  // The next datagram of a socket that is not connected; `descriptor` leads to it. Nothing: there is none.
  std::optional<std::string> take(VirtualSocket& socket, int descriptor, bool peek);
  // The program may have changed what it said of waiting.
  void forget_modes();

 private:
  void feed(VirtualSocket& socket) const;

  replica::Descriptor feeder_;
  std::string unique_;
  std::map<ino_t, VirtualSocket> sockets_;
  std::optional<ino_t> connected_;
  std::vector<char> buffer_;
};

}  // namespace whitewater::tools::virtual_time
