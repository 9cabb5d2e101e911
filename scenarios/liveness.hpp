// Liveness: what must come true once all faults have healed (raft-properties' conditions, thesis §3.4): in thirds of
// the time that Scenario::heal_within allows, a leader is found, a fresh put and a fresh get succeed, and then nothing
// moves any more. Judged by looking at the replicas between stretches of a run; changes nothing but for the probe's
// requests.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/actor/actor.hpp"
#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/client/request.hpp"
#include "scenarios/protocols.hpp"
#include "scenarios/report.hpp"
#include "scenarios/scenario.hpp"

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

// What a cluster has to show; nothing of what it does is its to change.
class LivenessJudge {
 public:
  // When the phases of a scenario end. heal is set.
  static Time settled(const Scenario& scenario) { return phase_end(scenario, 1); }
  static Time served(const Scenario& scenario) { return phase_end(scenario, 2); }
  static Time end(const Scenario& scenario) { return phase_end(scenario, 3); }

  // The cluster has had its first third.
  void settled(const Cluster& cluster, unsigned replicas);
  // The second: the probe must be done. Nothing: all is well.
  std::optional<std::string> served(const Cluster& cluster, const LivenessProbe& probe, std::uint64_t entries_sent);
  // The last.
  std::optional<std::string> at_rest(const Cluster& cluster, std::uint64_t entries_sent) const;

 private:
  static Time phase_end(const Scenario& scenario, int third);
  static std::vector<ReplicaView> views(const Cluster& cluster, unsigned replicas);

  unsigned replicas_ = 0;
  std::uint64_t settled_term_ = 0;
  std::uint64_t served_last_ = 0;
  std::uint64_t entries_sent_ = 0;
};

}  // namespace whitewater::scenarios
