// Network: the way of a message in a run in real time. The links of simnet decide whether the message is lost, cut or
// duplicated, and when it arrives; what arrives later waits here. Time is passed in: knows no socket and no clock.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/format/scenario.hpp"
#include "simnet/links.hpp"
#include "simnet/observer.hpp"

namespace whitewater::tools::real {

class Network {
 public:
  struct Passage {
    simnet::SendOutcome outcome = simnet::SendOutcome::delivered;
    unsigned copies = 1;       // 0 if it is not delivered
    std::uint64_t number = 0;  // of this way
    std::array<Time, 2> arrivals{};
  };
  // Something that is on its way.
  struct Parcel {
    SendKind plane = SendKind::message;
    NodeId from, to;
    std::string bytes;
    std::uint64_t number = 0;  // of its way
  };

  // nodes: replicas and clients.
  Network(const scenarios::Network& network, std::uint64_t seed, unsigned replicas, unsigned nodes);

  simnet::Links& links() { return links_; }
  const simnet::Links& links() const { return links_; }

  Passage pass(SendKind plane, NodeId from, NodeId to, Time now);
  void keep(Time arrival, Parcel parcel);
  // When the next parcel arrives; time_never: nothing is on its way.
  Time next() const { return parcels_.empty() ? time_never : parcels_.front().arrival; }
  // The next parcel that arrives no later than now, in the order of arrivals.
  std::optional<Parcel> take(Time now);

 private:
  struct Waiting {
    Time arrival;
    std::uint64_t number = 0;
    Parcel parcel;
  };
  static bool later(const Waiting& a, const Waiting& b);

  simnet::Links links_;
  std::uint64_t sent_ = 0;  // names messages for the draws of their links
  std::uint64_t kept_ = 0;
  std::vector<Waiting> parcels_;  // a heap; the next one first
};

}  // namespace whitewater::tools::real
