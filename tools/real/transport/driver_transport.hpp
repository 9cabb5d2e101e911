// DriverTransport: the driver's sockets of one run, one for each replica. It carries bytes: what a message means, who
// may talk to whom and what is dropped is the router's affair. Never blocks in send, and never stops reading.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "tools/real/transport/variant.hpp"

namespace whitewater::tools::real {

// What one read of one socket brought.
struct Read {
  enum class Kind : std::uint8_t {
    nothing,
    messages,
    empty,   // a datagram or packet without a byte
    closed,  // the replica closed the connection
  };

  Kind kind = Kind::nothing;
  std::vector<std::string_view> messages;  // valid until the next read
  std::size_t cut_to = 0;                  // not 0: the packet was longer than this, as the course reads it
};

enum class Sent : std::uint8_t {
  sent,
  closed,      // the replica is dead, or its socket was closed
  no_address,  // it has not said hello, or not connected
  failed,      // the system refused
};

class DriverTransport {
 public:
  struct Config {
    Variant variant = Variant::udp;
    unsigned replicas = 0;
    std::string folder;         // where sockets with names lie
    bool course_sizes = false;  // cut packets as the course does, and wait when a send would block
  };
  static Result<std::unique_ptr<DriverTransport>> open(const Config& config);

  virtual ~DriverTransport() = default;

  // What the replica's command line begins with: "PORT" on UDP, nothing elsewhere; its ID and its peers follow.
  virtual std::vector<std::string> first_arguments(NodeId replica) const = 0;
  // Until something can be read, at most that long. Accepts connections and goes on with what could not be sent.
  virtual NodeSet wait(Duration longest) = 0;
  // One read, of one datagram, one packet or one piece of a stream.
  virtual void receive(NodeId replica, Read& read) = 0;
  // What was read last came from where this replica can be reached (UDP; elsewhere it is known).
  virtual void learn_address(NodeId replica) = 0;
  virtual bool has_address(NodeId replica) const = 0;
  // terminated: the course ends its own messages with a line feed on streams.
  virtual Sent send(NodeId replica, std::string_view bytes, bool terminated) = 0;
  // What was not read is lost.
  virtual void close(NodeId replica) = 0;

  // Datagrams that the kernel dropped because the driver did not read them in time.
  virtual std::uint64_t dropped_before_driver() = 0;
  // Those that it dropped because that replica did not.
  virtual std::uint64_t dropped_before_replica(NodeId replica) = 0;
  // The most bytes that waited for one replica that does not read.
  virtual std::size_t longest_backlog() const { return 0; }
};

}  // namespace whitewater::tools::real
