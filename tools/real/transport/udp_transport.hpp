// UDP on loopback: one socket for each replica, bound to the port that the replica is told. The replica's own address
// is learned from its first message.
#pragma once

#include <netinet/in.h>

#include "replica/posix/descriptor.hpp"
#include "tools/real/transport/driver_transport.hpp"

namespace whitewater::tools::real {

class UdpTransport final : public DriverTransport {
 public:
  static Result<std::unique_ptr<DriverTransport>> open(const Config& config);

  std::vector<std::string> first_arguments(NodeId replica) const override;
  Waited wait(Duration longest, int wake) override;
  void receive(NodeId replica, Read& read) override;
  void learn_address(NodeId replica) override;
  bool has_address(NodeId replica) const override { return ends_[replica.value].known; }
  Sent send(NodeId replica, std::string_view bytes, bool terminated) override;
  void close(NodeId replica) override;
  std::optional<Error> reopen(NodeId replica) override;
  std::uint64_t dropped_before_driver() override { return dropped_; }
  std::uint64_t dropped_before_replica(NodeId replica) override;

 private:
  struct End {
    replica::Descriptor socket;
    std::uint16_t port = 0;
    sockaddr_in source{};   // the sender of the last datagram
    sockaddr_in address{};  // the replica's address
    bool known = false;
    std::uint32_t dropped = 0;          // the kernel's count for this socket
    std::uint64_t replica_dropped = 0;  // the count when the socket was closed
  };

  UdpTransport() : buffer_(65'536) {}
  static Result<End> open_end();

  std::vector<End> ends_;
  std::vector<char> buffer_;
  std::uint64_t dropped_ = 0;
};

}  // namespace whitewater::tools::real
