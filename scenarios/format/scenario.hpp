// Scenario: everything that determines a run, as plain data: the course's rules, the network, the
// replicas' configuration, the protocol, and the seed. Reading, validating and writing it as JSON is
// scenario_reader.hpp's; the meaning of each field stands in docs/scenario-format.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/course/rules.hpp"
#include "core/kv/tuned.hpp"
#include "core/raft/config.hpp"
#include "scenarios/format/scheduled_fault.hpp"
#include "simnet/delay.hpp"

namespace whitewater::scenarios {

// Which protocol the replicas speak: a row of the table in protocols.hpp.
enum class Protocol : std::uint8_t { raft, primary_backup };

// One directed link of the replica plane that differs from the rest, from the start on.
struct LinkOverride {
  NodeId from;
  NodeId to;
  std::optional<simnet::DelayModel> delay;
  std::optional<Probability> loss;
  std::optional<Probability> duplication;
  bool cut = false;
  friend bool operator==(const LinkOverride&, const LinkOverride&) = default;
};

struct Network {
  // Replica to replica: one delay a message. Loss is Rules::drops.
  simnet::DelayModel delay{simnet::DelayModel::Kind::uniform, microseconds(50), microseconds(200), {}, {}, {}, {}};
  // Client to replica and back, each way; first in, first out.
  simnet::DelayModel client_delay{
      simnet::DelayModel::Kind::uniform, microseconds(50), microseconds(200), {}, {}, {}, {}};
  Probability duplication;
  Probability client_duplication;  // likewise of requests and answers
  std::vector<LinkOverride> links;
  simnet::DelayModel disk;  // of one durable write; zero: durable at once
  friend bool operator==(const Network&, const Network&) = default;
};

// The part of a replica's configuration that a scenario may choose.
struct ReplicaOptions {
  raft::Timing timing = kv::tuned_timing();
  raft::ReplicationPolicy replication = kv::tuned_replication;
  raft::ReadPolicy reads = kv::tuned_reads;
  raft::HeartbeatPolicy heartbeats = kv::tuned_heartbeats;
  bool prevote = true;
  bool check_quorum = true;
  std::uint32_t append_bytes_max = 48 * 1024;
  std::uint32_t inflight_max = 16;
  // A replica redirects clients only while it heard from the leader within this time; else it holds their requests.
  Duration redirect_freshness = kv::tuned_redirect_freshness;
  // Puts that arrive at the same moment are replicated together.
  bool gather_puts = false;
  friend bool operator==(const ReplicaOptions&, const ReplicaOptions&) = default;
};

struct Scenario {
  std::string name;  // of the file, without folder and extension
  course::Rules rules;
  std::optional<std::uint64_t> seed;
  Protocol protocol = Protocol::raft;
  Network network;
  ReplicaOptions replica;
  std::vector<ScheduledFault> faults;  // besides the events of the rules
  // From the start of the run: then all faults end, and the cluster must come to rest; see liveness.hpp. Not before the
  // last request.
  std::optional<Duration> heal;
  std::uint32_t heal_within = 20;  // that takes at most so many of the longest election timeouts
  friend bool operator==(const Scenario&, const Scenario&) = default;
};

}  // namespace whitewater::scenarios
