// Descriptors: the supervisor's duplicates of a process's open descriptors, and what is virtual about some of them. An
// object is known by its inode, so what dup(2) makes is the same object. A UDP socket is a datagram socket of the UNIX
// family that the supervisor feeds: epoll, poll, dup and O_NONBLOCK work on it as they do on any. A timerfd is an
// eventfd that is written at the virtual deadline.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
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

struct VirtualTimer {
  int clock = 0;  // CLOCK_MONOTONIC, …: absolute times are its
  Time due = time_never;
  Duration interval{};
  replica::Descriptor event;
};

class Descriptors {
 public:
  struct Entry {
    replica::Descriptor duplicate;
    ino_t inode = 0;
    bool file = false;  // regular, a folder or a device: never waits
    bool socket = false;

    bool nonblocking() const;  // O_NONBLOCK
  };

  // process: alive. unique: a word that no other process of this machine uses for its sockets.
  Descriptors(pid_t process, std::string unique);

  // Null: the process has no such descriptor.
  Entry* find(int number);
  // A descriptor is closed, or becomes another one.
  void forget(int number);
  void forget_range(unsigned first, unsigned last);
  void forget_all() { entries_.clear(); }

  // The descriptor was just given to the process. False: it cannot be used.
  bool add_socket(int number);
  bool add_timer(int number, int clock);
  VirtualSocket* socket(int number);
  VirtualSocket* socket_of(ino_t inode);
  VirtualTimer* timer(int number);

  // A datagram arrives there. False: the socket is closed in all the process.
  bool deliver(ino_t inode, std::string_view datagram);
  // Hands datagrams to real sockets that have room again.
  void top_up();
  // Whether poll(2) finds one of the events, on the duplicate, now.
  static bool ready(const Entry& entry, short events);

  std::map<int, VirtualTimer>& timers() { return timers_; }
  const std::map<int, VirtualTimer>& timers() const { return timers_; }

 private:
  void feed(VirtualSocket& socket);

  replica::Descriptor process_;
  replica::Descriptor feeder_;
  std::string unique_;
  std::map<int, Entry> entries_;
  std::map<ino_t, VirtualSocket> sockets_;
  std::map<int, VirtualTimer> timers_;
};

}  // namespace whitewater::tools::virtual_time
