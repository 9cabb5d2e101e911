// PacketTransport: messages as datagrams or packets, each whole: UDP on the loopback interface, and UNIX seqpacket.
// What waits to be sent leaves in one system call.
// A connected UDP socket hears only the port that it is connected to: what others send never arrives.
#pragma once

#include <vector>

#include "replica/posix/descriptor.hpp"
#include "replica/transport/outbox.hpp"
#include "replica/transport/transport.hpp"

namespace whitewater::replica {

enum class PacketKind : std::uint8_t { udp, seqpacket };

class PacketTransport final : public Transport {
 public:
  // socket is connected and does not block.
  PacketTransport(Descriptor socket, PacketKind kind);

  int descriptor() const override { return socket_.get(); }
  Received receive() override;
  Sent send(std::string_view message) override;
  void flush() override;
  bool waits_to_write() const override { return !waiting_.empty(); }
  void write_waiting() override { flush(); }
  std::size_t message_bytes_max() const override;

 private:
  // How many of the packets that wait the socket took; 0: it would block.
  std::size_t write_some();
  Received of_error(int error);

  Descriptor socket_;
  PacketKind kind_;
  std::vector<char> buffer_;
  Outbox waiting_;
  bool refused_ = false;  // found out by a write, to be told by the next read
};

}  // namespace whitewater::replica
