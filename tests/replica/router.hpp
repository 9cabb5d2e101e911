// Router: the least that real replicas need of the course's simulator: sockets of all three kinds, forwarding by dst,
// and a client that asks and hears answers. One thread: everything happens within run_until().
#pragma once

#include <netinet/in.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "replica/posix/connect.hpp"
#include "replica/posix/descriptor.hpp"
#include "replica/transport/framing.hpp"
#include "tests/replica/process.hpp"

namespace whitewater::replica::test {

struct Answer {
  std::string type;
  std::string value;
  std::string leader;
  Time at;
};

// The string in that field of a message that a replica wrote; empty when there is none.
std::string field(const std::string& message, const std::string& name);

class Router {
 public:
  // The sockets are in folder, those of UNIX kinds.
  Router(TransportKind kind, unsigned replicas, const Folder& folder);

  unsigned replicas() const { return static_cast<unsigned>(ends_.size()); }
  std::string id(unsigned replica) const;
  // The course's arguments for that replica.
  std::vector<std::string> arguments(unsigned replica) const;

  // Forwards until it holds; whether it did within the limit.
  bool run_until(const std::function<bool()>& holds, Duration limit);
  void run_for(Duration duration);

  // Any bytes, to that replica, as from the simulator.
  void send(unsigned replica, const std::string& bytes);
  // Asks; the answer will be found under the MID that is returned.
  std::string put(unsigned replica, const std::string& key, const std::string& value);
  std::string get(unsigned replica, const std::string& key);
  const Answer* answer(const std::string& mid) const;
  // As a client would: follows redirects, holds on to the leader. The type of the last answer, "" for none.
  Answer ask(bool put, const std::string& key, const std::string& value, Duration limit);

  // Who was last named as leader by anybody; replicas() when nobody.
  unsigned leader() const { return leader_; }
  bool heard(unsigned replica) const { return ends_[replica].heard; }
  // Where its datagrams come from.
  std::uint16_t port_of(unsigned replica) const;
  // The simulator dies, as far as that replica can tell.
  void close(unsigned replica);
  // Replica-to-replica messages since the start.
  std::uint64_t messages() const { return messages_; }

  // Sees every message of a replica; false: it is dropped.
  std::function<bool(unsigned from, const std::string& message)> on_message;

 private:
  struct End {
    Descriptor listener;
    Descriptor socket;
    sockaddr_in peer{};
    bool heard = false;
    bool closed = false;
    std::unique_ptr<ObjectSplitter> splitter;
  };

  void pump(Duration limit);
  void read(unsigned replica);
  void route(unsigned from, const std::string& message);
  std::string request(unsigned replica, const char* type, const std::string& key, const std::string* value);

  TransportKind kind_;
  std::string folder_;
  std::vector<End> ends_;
  std::map<std::string, Answer> answers_;
  std::uint64_t mids_ = 0;
  std::uint64_t messages_ = 0;
  unsigned leader_ = 0;
};

}  // namespace whitewater::replica::test
