// UNIX sockets, of streams or of packets: the driver listens on a path named like the replica's ID, and the replica
// connects. Bytes that a replica does not read wait in memory, so send() never blocks (unless course_sizes asks for the
// behaviour of the course's simulator).
#pragma once

#include <deque>

#include "replica/posix/descriptor.hpp"
#include "tools/real/transport/driver_transport.hpp"
#include "tools/real/transport/stream_framing.hpp"

namespace whitewater::tools::real {

class LocalTransport final : public DriverTransport {
 public:
  static Result<std::unique_ptr<DriverTransport>> open(const Config& config);

  std::vector<std::string> first_arguments(NodeId) const override { return {}; }
  Waited wait(Duration longest, int wake) override;
  void receive(NodeId replica, Read& read) override;
  void learn_address(NodeId) override {}
  bool has_address(NodeId replica) const override { return ends_[replica.value].connection.valid(); }
  Sent send(NodeId replica, std::string_view bytes, bool terminated) override;
  void close(NodeId replica) override;
  std::optional<Error> reopen(NodeId replica) override;
  // Local sockets lose no messages.
  std::uint64_t dropped_before_driver() override { return 0; }
  std::uint64_t dropped_before_replica(NodeId) override { return 0; }
  std::size_t unfinished_bytes(NodeId replica) const override { return ends_[replica.value].framing.pending_bytes(); }
  std::size_t longest_backlog() const override { return longest_backlog_; }

 private:
  struct End {
    replica::Descriptor listener;  // until the replica has connected
    replica::Descriptor connection;
    bool closed = false;
    StreamFraming framing;
    std::deque<std::string> backlog;  // the first element may be the rest of a message
    std::size_t backlog_bytes = 0;
  };

  explicit LocalTransport(const Config& config);
  Result<End> open_end(NodeId replica) const;
  void accept_one(End& end);
  void flush(End& end);
  bool write_some(End& end);
  void receive_packet(End& end, Read& read);
  void receive_piece(End& end, Read& read);

  Config config_;
  std::vector<End> ends_;
  std::vector<char> buffer_;
  std::size_t longest_backlog_ = 0;
};

}  // namespace whitewater::tools::real
