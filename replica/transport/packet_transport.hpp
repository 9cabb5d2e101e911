// PacketTransport: each message is one datagram or packet: UDP on the loopback interface, or UNIX seqpacket.
// All waiting messages are sent with one system call.
// A connected UDP socket receives only from the port that it is connected to; packets of others never arrive.
#pragma once

#include <vector>

#include "replica/posix/descriptor.hpp"
#include "replica/transport/outbox.hpp"
#include "replica/transport/transport.hpp"

namespace whitewater::replica {

enum class PacketKind : std::uint8_t { udp, seqpacket };

class PacketTransport final : public Transport {
 public:
  // socket must be connected and nonblocking.
  PacketTransport(Descriptor socket, PacketKind kind);

  int descriptor() const override { return socket_.get(); }
  Received receive() override;
  Sent send(std::string_view message) override;
  void flush() override;
  bool waits_to_write() const override { return !waiting_.empty(); }
  void write_waiting() override { flush(); }
  std::size_t message_bytes_max() const override;

 private:
  // Returns how many of the waiting packets the socket took; 0: the socket would block.
  std::size_t write_some();
  Received of_error(int error);

  Descriptor socket_;
  PacketKind kind_;
  std::vector<char> buffer_;
  Outbox waiting_;
  bool refused_ = false;  // a write found it out; the next read reports it
};

}  // namespace whitewater::replica
