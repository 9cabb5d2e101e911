// Liveness: what must come true once all faults have healed (thesis §3.4), in quarters of the time that
// Scenario::heal_within allows. In the first a leader is found and what was missed is made up for. In the second
// nothing may move any more. In the third a fresh put and a fresh get succeed, in the fourth all is at rest again.
// Judged by looking at the replicas between stretches of a run; changes nothing but for the probe's requests.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/actor/actor.hpp"
#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/client/request.hpp"
#include "scenarios/experiment/cluster.hpp"
#include "scenarios/format/scenario.hpp"
#include "scenarios/report/report.hpp"

namespace whitewater::scenarios {

// A client of its own that puts a value and gets it back, asking one replica after the other until it is answered.
class LivenessProbe final : public Actor {
 public:
  void reset(NodeId self, unsigned replicas, Duration patience);
  void handle(const Event& event, Time now, Effects& effects) override;
  std::uint64_t fingerprint() const override { return rolling_; }

  bool done() const { return step_ == Step::done; }
  // "the put" or "the get", for whom it is not done.
  std::string waits_for() const;

 private:
  enum class Step : std::uint8_t { put, get, wrong_value, done };

  void ask(NodeId to, Time now, Effects& effects);
  NodeId next_replica();
  void on_reply(const client::Reply& reply, Time now, Effects& effects);
  std::string mid() const;

  NodeId self_;
  unsigned replicas_ = 0;
  Duration patience_;
  Step step_ = Step::put;
  std::uint32_t attempts_ = 0;  // that were given up for a new name
  std::uint32_t sends_ = 0;
  std::uint64_t rolling_ = 0;
};

// What was sent so far.
struct LivenessTraffic {
  std::uint64_t entries = 0;   // messages that carry entries of a log
  std::uint64_t requests = 0;  // of clients, however often
};

// What a cluster has to show; nothing of what it does is its to change.
class LivenessJudge {
 public:
  static constexpr int quarters = 4;
  // When a quarter, 1 … 4, of a scenario's time is over. heal is set.
  static Time quarter_end(const Scenario& scenario, int quarter);

  // A quarter begins in which nothing may move.
  void begin_rest(const Cluster& cluster, unsigned replicas, const LivenessTraffic& traffic);
  // It is over. Nothing: all is well.
  std::optional<std::string> end_rest(const Cluster& cluster, const LivenessTraffic& traffic) const;

 private:
  std::vector<ReplicaView> views(const Cluster& cluster) const;
  std::optional<std::string> agree(const std::vector<ReplicaView>& views) const;

  unsigned replicas_ = 0;
  std::uint64_t first_term_ = 0;  // when the first such quarter began
  std::uint64_t last_index_ = 0;
  LivenessTraffic traffic_;
};

}  // namespace whitewater::scenarios
