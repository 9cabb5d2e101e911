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
             "Time between two heartbeats of a leader"),
    ranged("replica.election_timeout",
           types::duration_range<Timing, &Timing::election_timeout_min, &Timing::election_timeout_max>, 0, hour,
           at<&ReplicaOptions::timing>,
           "A follower that hears no leader for this long starts an election; drawn anew for each election"),
    duration("replica.retransmit_after", at<&ReplicaOptions::timing, &Timing::retransmit_after>,
             "An append that is not answered within this time is sent again"),
    duration("replica.hedge_after", at<&ReplicaOptions::timing, &Timing::hedge_after>,
             "`thrifty`: an entry that is not committed within this time is also sent to another follower"),
    duration("replica.commit_notice_after", at<&ReplicaOptions::timing, &Timing::commit_notice_after>,
             "If no message tells a follower of a commit within this time, a notice does. Zero: no notices"),
    ranged("replica.clock_drift_ppm", types::integer<std::uint32_t>, 0, 100'000,
           at<&ReplicaOptions::timing, &Timing::clock_drift_ppm>,
           "How far the rates of two clocks may differ, in parts per million; shortens leases"),
    duration("replica.first_election_delay", at<&ReplicaOptions::timing, &Timing::first_election_delay>,
             "Added to the first election timeout after a start"),
    choice<raft::ReplicationPolicy>("replica.replication", replication_names, at<&ReplicaOptions::replication>,
                                    "Who is sent an entry first: all followers, or just enough for a quorum"),
    choice<raft::ReadPolicy>("replica.reads", read_names, at<&ReplicaOptions::reads>,
                             "How a leader checks, before it answers a get, that it still leads"),
    choice<raft::HeartbeatPolicy>(
        "replica.heartbeats", heartbeat_names, at<&ReplicaOptions::heartbeats>,
        "When a leader sends heartbeats: always, or only to followers that were sent nothing else"),
    plain("replica.prevote", types::flag, at<&ReplicaOptions::prevote>, "Whether a candidate asks for pre-votes first"),
    plain("replica.check_quorum", types::flag, at<&ReplicaOptions::check_quorum>,
          "Whether a leader that hears no quorum steps down"),
    ranged("replica.append_bytes_max", types::integer<std::uint32_t>, 1, 16 << 20,
           at<&ReplicaOptions::append_bytes_max>,
           "Largest size of an append message in bytes; one entry is always sent, whatever its size"),
    ranged("replica.inflight_max", types::integer<std::uint32_t>, 1, 1'024, at<&ReplicaOptions::inflight_max>,
           "How many unanswered appends a leader sends to one follower"),
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
