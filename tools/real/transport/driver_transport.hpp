// DriverTransport: the driver's sockets of one run, one for each replica. It carries bytes. The router decides what a
// message means, who may send to whom, and what is dropped. send() never blocks, and reading never stops.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "tools/real/transport/variant.hpp"

namespace whitewater::tools::real {

// The result of one read of one socket.
struct Read {
  enum class Kind : std::uint8_t {
    nothing,
    messages,
    empty,   // an empty datagram or packet
    closed,  // the replica closed the connection
  };

  Kind kind = Kind::nothing;
  std::vector<std::string_view> messages;  // valid until the next read
  std::size_t cut_to = 0;  // not 0: the packet was longer, and the course's simulator reads only this many bytes
};

enum class Sent : std::uint8_t {
  sent,
  closed,      // the replica is dead, or its socket is closed
  no_address,  // it has not said hello, or has not connected
  failed,      // the system call failed
};

class DriverTransport {
 public:
  struct Config {
    Variant variant = Variant::udp;
    unsigned replicas = 0;
    std::string folder;         // the folder for named sockets
    bool course_sizes = false;  // as the course's simulator: cut long packets, and wait if a send would block
  };
  static Result<std::unique_ptr<DriverTransport>> open(const Config& config);

  virtual ~DriverTransport() = default;

  // The first arguments of the replica's command line: "PORT" on UDP, otherwise none; its ID and its peers follow.
  virtual std::vector<std::string> first_arguments(NodeId replica) const = 0;
  struct Waited {
    NodeSet readable;
    bool woken = false;  // wake can be read
  };
  // Waits at most that long until something can be read, from wake too (a descriptor, or -1). Accepts connections, and
  // sends bytes that could not be sent before.
  virtual Waited wait(Duration longest, int wake) = 0;
  // Reads one datagram, one packet or one piece of a stream.
  virtual void receive(NodeId replica, Read& read) = 0;
  // Stores the sender's address of the last read as the replica's address (UDP; other transports do nothing).
  virtual void learn_address(NodeId replica) = 0;
  virtual bool has_address(NodeId replica) const = 0;
  // terminated: on streams, a line feed follows, as after the course's own messages.
  virtual Sent send(NodeId replica, std::string_view bytes, bool terminated) = 0;
  // Closes the connection; unread bytes are lost.
  virtual void close(NodeId replica) = 0;
  // After close(): as at the beginning, for a replica that is started again; first_arguments() may be others now.
  virtual std::optional<Error> reopen(NodeId replica) = 0;

  // The number of datagrams that the kernel dropped because the driver did not read them in time.
  virtual std::uint64_t dropped_before_driver() = 0;
  // The number of datagrams that the kernel dropped because that replica did not read them in time.
  virtual std::uint64_t dropped_before_replica(NodeId replica) = 0;
  // The largest number of bytes that waited for one replica that does not read.
  virtual std::size_t longest_backlog() const { return 0; }
  // Bytes of that replica that are no whole message yet.
  virtual std::size_t unfinished_bytes(NodeId) const { return 0; }
};

}  // namespace whitewater::tools::real
