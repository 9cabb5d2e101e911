// StreamTransport: messages as JSON objects in a stream of bytes (UNIX stream socket), each followed by a line feed.
#pragma once

#include <vector>

#include "replica/posix/descriptor.hpp"
#include "replica/transport/framing.hpp"
#include "replica/transport/outbox.hpp"
#include "replica/transport/transport.hpp"

namespace whitewater::replica {

class StreamTransport final : public Transport {
 public:
  static constexpr std::size_t object_bytes_max = std::size_t{1} << 20;

  // socket must be connected and nonblocking.
  explicit StreamTransport(Descriptor socket);

  int descriptor() const override { return socket_.get(); }
  Received receive() override;
  Sent send(std::string_view message) override;
  void flush() override;
  bool waits_to_write() const override { return !waiting_.empty(); }
  void write_waiting() override { flush(); }
  std::size_t message_bytes_max() const override { return object_bytes_max; }

 private:
  // Removes what the socket took. Returns false if the socket would block.
  bool write_some();

  Descriptor socket_;
  std::vector<char> buffer_;
  ObjectSplitter splitter_;
  Outbox waiting_;
  bool broken_ = false;
};

}  // namespace whitewater::replica
