// ReplicaOptions: the replica settings that a scenario may choose for the system raft, with the rows of their fields.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/error.hpp"
#include "core/kv/sessions.hpp"
#include "core/kv/tuned.hpp"
#include "core/raft/config.hpp"
#include "core/raft/election/draws.hpp"
#include "scenarios/format/draw_list.hpp"
#include "scenarios/format/renumbering.hpp"
#include "scenarios/format/scenario.hpp"

namespace whitewater::scenarios {

struct ReplicaOptions {
  raft::Timing timing = kv::tuned_timing();
  raft::ReplicationPolicy replication = kv::tuned_replication;
  raft::ReadPolicy reads = kv::tuned_reads;
  raft::HeartbeatPolicy heartbeats = kv::tuned_heartbeats;
  bool prevote = true;
  bool check_quorum = true;
  std::uint32_t append_bytes_max = 48 * 1024;
  std::uint32_t inflight_max = 16;
  // A replica redirects clients only if it heard from the leader within this time; otherwise it holds their requests.
  Duration redirect_freshness = kv::tuned_redirect_freshness;
  // Puts that arrive at the same moment are replicated together.
  bool gather_puts = false;
  // How many puts of one client a replica remembers.
  std::uint32_t session_window = kv::Sessions::window_max;
  // Snapshots: after how many applied entries (0: never), how many entries before it stay, and how it is cut.
  std::uint64_t snapshot_every = 0;
  std::uint32_t snapshot_keeps = 0;
  std::uint32_t snapshot_chunk_bytes = 16 * 1024;
  std::vector<raft::Draw> draws;  // pinned
  friend bool operator==(const ReplicaOptions&, const ReplicaOptions&) = default;
};

// The options of a scenario whose system is raft.
inline ReplicaOptions& replica_options(Scenario& scenario) {
  return scenario.system_options.get<ReplicaOptions>();
}
inline const ReplicaOptions& replica_options(const Scenario& scenario) {
  return scenario.system_options.get<ReplicaOptions>();
}

std::span<const Field> replica_fields();
// Quick elections, so that much happens in few seconds; all policies, and all sizes of batches.
void draw_replica_options(Scenario& scenario, const Choices& choices);
// The election timeouts that are pinned.
extern const DrawList replica_draws;
// Drops what the removed replica drew.
void renumber_replica_options(Options& options, const Renumbering& renumbering);
// Leases: clocks jump nowhere, and run no further apart than the replicas are told.
bool replicas_promise(const Scenario& scenario);
// An Error if the timing or a pinned draw is inconsistent.
std::optional<Error> invalid_replica_options(const Scenario& scenario);

}  // namespace whitewater::scenarios
