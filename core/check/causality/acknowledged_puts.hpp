// AcknowledgedPuts: did a majority of the replicas hear of a put before it was acknowledged? A replica hears of a put
// when the put is delivered to it, or when a message is delivered to it whose sender had heard of the put ("happened
// before": Lamport, Time, Clocks, and the Ordering of Events in a Distributed System, 1978). What counts for an
// acknowledgement are the replicas whose hearing is in the past of the replica that acknowledges, and itself.
//
// A correct system of majorities commits a put only after a majority answered for it, so fewer are always a violation:
// whoever forwarded the put, whoever leads by then, and however often the client asked. More are no proof: to have
// heard is less than to have stored. Knows no protocol and no payload.
//
// Keeps a log of all events, of eight bytes each, and goes through what happened since a put was first delivered when
// the put is acknowledged: mostly a few events. Keeps memory from run to run.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/name_table.hpp"

namespace whitewater::checks {

class AcknowledgedPuts {
 public:
  // The number of an event over all nodes, from 1. 0: none.
  using EventNumber = std::uint32_t;

  struct Early {
    NodeId by;      // who acknowledged
    NodeSet heard;  // who had heard of the put, as far as `by` can know; `by` too
    unsigned needed = 0;
  };

  // needed: a majority.
  void reset(unsigned replicas, unsigned needed);

  // The next event: something was delivered to the node, or the node did something by itself. sent_after: of a message
  // of a replica: that replica's latest event when the message left.
  void happened(NodeId node, EventNumber sent_after) { log_[++now_] = {sent_after, node}; }
  // Call it after each event: happened() itself makes no room, so that the way of most events needs no frame.
  void make_room() {
    if (now_ + 1 == log_.size()) [[unlikely]]
      grow();
  }
  EventNumber now() const { return now_; }
  // That event delivered this put to a replica.
  void put_delivered(std::uint64_t name);

  // A replica acknowledges a request, in the latest event or after it. Nothing: rightly, or it is no put that was
  // delivered.
  std::optional<Early> acknowledged(std::uint64_t name, NodeId by);
  // The replicas that heard of the put and of whose hearing `by` can know.
  NodeSet heard(std::uint64_t name, NodeId by);
  // The first event after which `by` can know that a majority heard of the put. Nothing: there was none.
  std::optional<EventNumber> majority_known(std::uint64_t name, NodeId by);

 private:
  struct Logged {
    EventNumber sent_after = 0;
    NodeId node;
  };
  struct Delivery {
    EventNumber event = 0;
    std::uint32_t before = none;  // the one before, of the same put
  };
  static constexpr std::uint32_t none = 0xFFFF'FFFF;

  [[gnu::noinline, gnu::cold]] void grow();
  struct Hearing {
    NodeSet heard;
    EventNumber enough = 0;  // the first event of `by` after which so many had heard
  };

  Hearing heard_of(std::uint32_t latest_delivery, NodeId by, unsigned enough);
  // The events that delivered the put, in their order.
  void gather_deliveries(std::uint32_t latest_delivery);

  unsigned replicas_ = 0;
  unsigned needed_ = 1;
  EventNumber now_ = 0;
  std::vector<Logged> log_;        // by event number
  NameTable<std::uint32_t> puts_;  // for each put: its latest entry in deliveries_
  std::vector<Delivery> deliveries_;
  std::vector<EventNumber> gathered_;                // a buffer
  std::vector<NodeSet> known_;                       // likewise: what the node of an event knows after it
  std::array<NodeSet, NodeSet::nodes_max> knows_{};  // likewise: what each node knows
};

}  // namespace whitewater::checks
