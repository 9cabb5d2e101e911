// The rows of a replica's options.
#include "scenarios/systems/replica_options.hpp"

#include <array>

#include "scenarios/format/field_rows.hpp"

namespace whitewater::scenarios {
namespace {

using namespace field_rows;
namespace types = field_types;
using raft::Timing;

constexpr std::array<std::string_view, 2> replication_names{"broadcast", "thrifty"};
constexpr std::array<std::string_view, 2> read_names{"read_index", "lease"};
constexpr std::array<std::string_view, 2> heartbeat_names{"always", "suppressed"};

constexpr std::array rows{
    object("replica", "How the replicas are configured"),
    duration("replica.heartbeat_interval", at<&ReplicaOptions::timing, &Timing::heartbeat_interval>,
             "How often a leader makes itself heard"),
    ranged("replica.election_timeout",
           types::duration_range<Timing, &Timing::election_timeout_min, &Timing::election_timeout_max>, 0, hour,
           at<&ReplicaOptions::timing>, "A follower that heard no leader for a time drawn from this range campaigns"),
    duration("replica.retransmit_after", at<&ReplicaOptions::timing, &Timing::retransmit_after>,
             "When an unanswered append is sent again"),
    duration("replica.hedge_after", at<&ReplicaOptions::timing, &Timing::hedge_after>,
             "`thrifty`: when an uncommitted append goes to the other followers too"),
    duration("replica.commit_notice_after", at<&ReplicaOptions::timing, &Timing::commit_notice_after>,
             "When a follower is told of a commit that nothing else told it. Zero: never"),
    ranged("replica.clock_drift_ppm", types::integer<std::uint32_t>, 0, 100'000,
           at<&ReplicaOptions::timing, &Timing::clock_drift_ppm>,
           "Bound on how far the rates of two clocks differ, in parts per million; shortens leases"),
    duration("replica.first_election_delay", at<&ReplicaOptions::timing, &Timing::first_election_delay>,
             "Added to the first election timeout after a start"),
    choice<raft::ReplicationPolicy>("replica.replication", replication_names, at<&ReplicaOptions::replication>,
                                    "Whom an entry is sent to first: all, or a bare quorum"),
    choice<raft::ReadPolicy>("replica.reads", read_names, at<&ReplicaOptions::reads>,
                             "How a leader makes sure that it leads before it answers a get"),
    choice<raft::HeartbeatPolicy>("replica.heartbeats", heartbeat_names, at<&ReplicaOptions::heartbeats>,
                                  "When heartbeats go out: always, or only to whom nothing else was sent"),
    plain("replica.prevote", types::flag, at<&ReplicaOptions::prevote>,
          "Whether a candidate asks for a trial vote first"),
    plain("replica.check_quorum", types::flag, at<&ReplicaOptions::check_quorum>,
          "Whether a leader that hears no quorum steps down"),
    ranged("replica.append_bytes_max", types::integer<std::uint32_t>, 1, 16 << 20,
           at<&ReplicaOptions::append_bytes_max>, "Size of one append message; at least one entry always goes"),
    ranged("replica.inflight_max", types::integer<std::uint32_t>, 1, 1'024, at<&ReplicaOptions::inflight_max>,
           "Unanswered appends per follower"),
    duration("replica.redirect_freshness", at<&ReplicaOptions::redirect_freshness>,
             "Clients are redirected only to a leader heard from within this time; else their requests are held"),
    plain("replica.gather_puts", types::flag, at<&ReplicaOptions::gather_puts>,
          "Whether puts that arrive at the same moment are replicated together"),
};

}  // namespace

std::span<const Field> replica_fields() {
  return rows;
}

std::optional<Error> invalid_replica_options(const Scenario& scenario) {
  std::optional<Error> invalid = replica_options(scenario).timing.invalid();
  if (!invalid) return std::nullopt;
  // The field may be one of a pair: "election_timeout_min" stands in "election_timeout".
  for (const Field& field : rows)
    if (field.parent() == "replica." && invalid->where.starts_with(field.key())) invalid->where = field.path;
  return invalid;
}

}  // namespace whitewater::scenarios
