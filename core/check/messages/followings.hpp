// Followings: who claimed to lead, from when to when, and who left a leader and why, as far as messages show it. A
// replica claims to lead while its messages name itself. It leaves a leader when it names that leader no more, and
// names itself, or nobody, instead: that is the outside of a candidacy. Simulated runs and runs in real time tell it
// the same.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"

namespace whitewater::checks {

// Of one replica.
struct Claim {
  // What ended it: also that it named another leader, or nobody, or that a fault stopped it.
  enum class End : std::uint8_t { run, death, other, nobody, pause };
  NodeId replica;
  Time from;
  Time to;  // its last message that named itself
  End end = End::run;
};

struct Departure {
  Time time;
  NodeId replica;
  NodeId leader;                        // whom it left
  std::optional<Duration> since_heard;  // since the leader's last message to it was delivered; nothing: there was none
  std::uint64_t stopped = 0;            // messages of the leader to it since then that were lost or cut off
  bool leader_dead = false;
  bool leader_paused = false;  // by a fault, now or since it was last heard
};

class Followings {
 public:
  void reset(unsigned replicas);

  // What a replica sends names this leader; no_node: nobody. Returns the departure that this is, if it is one; valid
  // until the next call.
  const Departure* names(NodeId replica, NodeId leader, Time now);
  // A message was delivered to the replica.
  void heard(NodeId replica, NodeId from, Time now);
  // A message was lost or cut off on its way to the replica.
  void stopped(NodeId replica, NodeId from) { ++replicas_[replica.value].stopped[from.value]; }
  void died(NodeId replica);
  void paused(NodeId replica);
  void resumed(NodeId replica, Time now);
  // The run is over: what is open ends with it.
  void over(Time end);

  // In the order of their beginnings.
  const std::vector<Claim>& claims() const { return claims_; }
  const std::vector<Departure>& departures() const { return departures_; }

 private:
  static constexpr std::uint32_t none = 0xFFFF'FFFF;
  struct Replica {
    NodeId names = no_node;      // whom it names
    std::uint32_t claim = none;  // its open claim
    bool dead = false;
    bool paused = false;
    Time resumed;  // when a fault let it go on last
    // Of each other one: when its last message was delivered here, and how many were lost or cut off since.
    std::vector<Time> heard;
    std::vector<std::uint64_t> stopped;
  };

  void close(Replica& replica, Claim::End end);

  std::vector<Replica> replicas_;
  std::vector<Claim> claims_;
  std::vector<Departure> departures_;
};

}  // namespace whitewater::checks
