// A transport without sockets: keeps what was sent, and is told who can be reached.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tools/real/transport/driver_transport.hpp"

namespace whitewater::tools::real::testing {

class FakeTransport final : public DriverTransport {
 public:
  struct Delivery {
    NodeId to;
    std::string bytes;
    bool terminated;
  };

  std::vector<std::string> first_arguments(NodeId) const override { return {}; }
  Waited wait(Duration, int) override { return {}; }
  void receive(NodeId, Read&) override {}
  void learn_address(NodeId replica) override { known.insert(replica); }
  bool has_address(NodeId replica) const override { return known.contains(replica); }
  Sent send(NodeId replica, std::string_view bytes, bool terminated) override {
    if (closed.contains(replica)) return Sent::closed;
    if (!known.contains(replica)) return Sent::no_address;
    if (refusing.contains(replica)) return Sent::failed;
    sent.push_back({replica, std::string(bytes), terminated});
    return Sent::sent;
  }
  void close(NodeId replica) override { closed.insert(replica); }
  std::optional<Error> reopen(NodeId replica) override {
    closed.erase(replica);
    known.erase(replica);
    return std::nullopt;
  }
  std::uint64_t dropped_before_driver() override { return 0; }
  std::uint64_t dropped_before_replica(NodeId) override { return 0; }

  NodeSet known, closed, refusing;
  std::vector<Delivery> sent;
};

}  // namespace whitewater::tools::real::testing
