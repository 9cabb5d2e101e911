// LeadershipWatch: who claimed to lead, from when to when, and who left a leader and why, as far as messages show it.
// A replica claims to lead while its messages name itself. It leaves a leader when it names that leader no more, and
// names itself, or nobody, instead: that is the outside of a candidacy.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "scenarios/report/leadership_report.hpp"
#include "tools/real/run/run_events.hpp"

namespace whitewater::tools::real {

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

class LeadershipWatch final : public RunWatcher {
 public:
  explicit LeadershipWatch(unsigned replicas);

  void on_message(const MessageSeen& seen) override;
  void on_arrival(const ArrivalSeen& seen) override;
  void on_answer(const AnswerSeen& seen) override;
  void on_fault(const FaultSeen& seen) override;
  void on_episode(const EpisodeSeen& seen) override;
  // Whom the driver ended had a fault before, or the run is over.
  void on_end(const EndSeen& seen) override {
    if (!seen.asked) gone(seen.replica);
  }
  void on_over(Time end) override;

  // In the order of their beginnings.
  const std::vector<Claim>& claims() const { return claims_; }
  const std::vector<Departure>& departures() const { return departures_; }
  // The longest time after `from` in which nobody claimed to lead. Valid after the run.
  scenarios::LeadershipReport::Span longest_gap(Time from) const;

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

  void named(NodeId replica, NodeId leader, Time now);
  void heard(NodeId replica, NodeId from, Time now);
  void close(Replica& replica, Claim::End end);
  void gone(NodeId replica);

  std::vector<Replica> replicas_;
  std::vector<Claim> claims_;
  std::vector<Departure> departures_;
  Time end_;
};

}  // namespace whitewater::tools::real
