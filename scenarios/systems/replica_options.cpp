// The rows of a replica's options, and how they are drawn.
#include "scenarios/systems/replica_options.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "core/text/concat.hpp"
#include "core/text/duration_text.hpp"
#include "scenarios/format/choices.hpp"
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
    ranged("replica.clock_drift_ppm", types::integer<std::uint32_t>, 0, 400'000,
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
    ranged("replica.session_window", types::integer<std::uint32_t>, 1, kv::Sessions::window_max,
           at<&ReplicaOptions::session_window>,
           "How many puts of one client a replica remembers, so that none of them takes effect twice"),
    ranged(
        "replica.snapshot_every", types::integer<std::uint64_t>, 0, 1'000'000'000, at<&ReplicaOptions::snapshot_every>,
        "A replica that has applied so many entries since its last snapshot takes one before it applies the next, and "
        "forgets the entries that it stands for. 0: never"),
    ranged("replica.snapshot_keeps", types::integer<std::uint32_t>, 0, 1'000'000'000,
           at<&ReplicaOptions::snapshot_keeps>,
           "How many of these entries stay in the log, for followers that are a little behind"),
    ranged("replica.snapshot_chunk_bytes", types::integer<std::uint32_t>, 1, 16 << 20,
           at<&ReplicaOptions::snapshot_chunk_bytes>, "A snapshot is sent in pieces of at most so many bytes"),
    plain("draws", types::list<raft::Draw>, at<&ReplicaOptions::draws>,
          "Election timeouts that are pinned; all others are drawn as ever"),
    required(plain("draws[].node", types::replica, element<&ReplicaOptions::draws, &raft::Draw::node>, "Who draws")),
    required(ranged("draws[].life", types::integer<std::uint32_t>, 0, 1'000'000'000,
                    element<&ReplicaOptions::draws, &raft::Draw::life>, "How often it was started again before")),
    required(ranged("draws[].term", types::integer<std::uint64_t>, 0, INT64_MAX,
                    element<&ReplicaOptions::draws, &raft::Draw::term>, "The term that it is in")),
    required(ranged("draws[].attempt", types::integer<std::uint32_t>, 0, 1'000'000'000,
                    element<&ReplicaOptions::draws, &raft::Draw::attempt>,
                    "How often it drew in that term and life before")),
    required(duration("draws[].election_timeout", element<&ReplicaOptions::draws, &raft::Draw::election_timeout>,
                      "What it draws; within `replica.election_timeout`")),
};

std::string place_of_draw(std::size_t i) {
  return concat({"draws[", std::to_string(i), "]"});
}

// Each is pinned once, to what could have been drawn.
std::optional<Error> invalid_draws(const ReplicaOptions& options) {
  const std::vector<raft::Draw>& draws = options.draws;
  for (std::size_t i = 0; i < draws.size(); ++i) {
    const Duration pinned = draws[i].election_timeout;
    if (pinned < options.timing.election_timeout_min || pinned > options.timing.election_timeout_max)
      return Error{place_of_draw(i) + ".election_timeout",
                   concat({"expected from ", duration_text(options.timing.election_timeout_min), " to ",
                           duration_text(options.timing.election_timeout_max), ", found ", duration_text(pinned)})};
    const auto same = std::find_if(draws.begin(), draws.end(), [&](const auto& d) { return d.same_name(draws[i]); });
    if (const auto first = static_cast<std::size_t>(same - draws.begin()); first != i)
      return Error{place_of_draw(i),
                   concat({"expected every draw once, found that of ", place_of_draw(first), " again"})};
  }
  return std::nullopt;
}

// The rates of the clocks that a scenario names, in ppm; those of all others are 0.
struct Rates {
  std::int32_t slowest = 0;
  std::int32_t fastest = 0;
};
Rates rates_of(const Scenario& scenario) {
  Rates rates;
  for (const NodeClock& clock : scenario.clocks) {
    rates.slowest = std::min(rates.slowest, clock.rate_ppm);
    rates.fastest = std::max(rates.fastest, clock.rate_ppm);
  }
  return rates;
}

// How far apart the rates of two clocks are at most.
std::uint32_t drift_of(const Scenario& scenario) {
  const Rates rates = rates_of(scenario);
  return scenario.clock_drift_ppm + static_cast<std::uint32_t>(rates.fastest - rates.slowest);
}

}  // namespace

std::span<const Field> replica_fields() {
  return rows;
}

std::optional<Error> invalid_replica_options(const Scenario& scenario) {
  std::optional<Error> invalid = replica_options(scenario).timing.invalid();
  if (!invalid) return invalid_draws(replica_options(scenario));
  // The field may be one of a pair: "election_timeout_min" stands in "election_timeout".
  for (const Field& field : rows)
    if (field.parent() == "replica." && invalid->where.starts_with(field.key())) invalid->where = field.path;
  return invalid;
}

void renumber_replica_options(Options& options, const Renumbering& renumbering) {
  std::vector<raft::Draw>& draws = options.get<ReplicaOptions>().draws;
  std::erase_if(draws, [&](const raft::Draw& draw) { return !renumbering.of(draw.node); });
  for (raft::Draw& draw : draws) draw.node = *renumbering.of(draw.node);
}

const DrawList replica_draws{"draws", [](const Options& options) { return options.get<ReplicaOptions>().draws.size(); },
                             [](Options& options, const std::vector<bool>& kept) {
                               std::size_t place = 0;
                               std::erase_if(options.get<ReplicaOptions>().draws,
                                             [&](const raft::Draw&) { return !kept[place++]; });
                             }};

namespace {

Duration longest(const simnet::DelayModel& delay) {
  switch (delay.kind) {
    case simnet::DelayModel::Kind::constant:
      return delay.low;
    case simnet::DelayModel::Kind::uniform:
      return delay.high;
    case simnet::DelayModel::Kind::exponential:
      return delay.high > Duration{} ? delay.high : time_never - Time{};
    case simnet::DelayModel::Kind::bimodal:
      break;
  }
  return std::max(delay.high, delay.tail_high);
}

// Where clocks run apart, the fastest follower still hears the slowest leader in time: else there are elections without
// a fault, and the cluster never comes to rest.
bool heartbeats_suffice(const Scenario& scenario) {
  constexpr std::int64_t million = 1'000'000;
  const Rates rates = rates_of(scenario);
  const std::int64_t drawn = (std::int64_t{scenario.clock_drift_ppm} + 1) / 2;
  const raft::Timing& timing = replica_options(scenario).timing;
  const Duration between = timing.heartbeat_interval * million / (million + rates.slowest - drawn);
  const Duration patience = timing.election_timeout_min * million / (million + rates.fastest + drawn);
  return longest(scenario.network.delay) < patience - between;
}

}  // namespace

bool replicas_promise(const Scenario& scenario) {
  if (scenario.heal && drift_of(scenario) > 0 && !heartbeats_suffice(scenario)) return false;
  const ReplicaOptions& replica = replica_options(scenario);
  if (replica.reads != raft::ReadPolicy::lease) return true;
  for (const NodeClock& clock : scenario.clocks)
    if (!clock.jumps.empty()) return false;
  return drift_of(scenario) <= replica.timing.clock_drift_ppm;
}

namespace {

// Where snapshots are taken, a few seconds see many of them, and a late follower needs one. Small chunks, so that a
// snapshot takes a while, and other things happen meanwhile.
void draw_snapshots(ReplicaOptions& replica, const Choices& choices) {
  if (!choices.one_in(stream("snapshots"), 3)) return;
  replica.snapshot_every = choices.one_of<std::uint64_t>(stream("snapshot_every"), {1, 3, 8, 25});
  replica.snapshot_keeps = choices.one_of<std::uint32_t>(stream("snapshot_keeps"), {0, 0, 2, 10});
  replica.snapshot_chunk_bytes = choices.one_of<std::uint32_t>(stream("snapshot_chunk_bytes"), {100, 1024, 16 * 1024});
}

}  // namespace

void draw_replica_options(Scenario& scenario, const Choices& choices) {
  ReplicaOptions& replica = replica_options(scenario);
  replica = {};
  raft::Timing& timing = replica.timing;
  timing = {};
  timing.heartbeat_interval = milliseconds(50);
  timing.election_timeout_min = milliseconds(150);
  timing.election_timeout_max = milliseconds(300);
  timing.retransmit_after = milliseconds(25);
  timing.hedge_after = milliseconds(8);
  timing.commit_notice_after = choices.one_of(stream("commit_notice"), {Duration{}, milliseconds(20)});
  replica.redirect_freshness = milliseconds(120);
  replica.replication =
      choices.one_of(stream("replication"), {raft::ReplicationPolicy::broadcast, raft::ReplicationPolicy::thrifty});
  replica.reads = choices.one_of(stream("reads"), {raft::ReadPolicy::read_index, raft::ReadPolicy::lease});
  // Leases are what rates of clocks matter to. They allow for no jump.
  if (!scenario.clocks.empty() && !choices.one_in(stream("reads with clocks"), 8))
    replica.reads = raft::ReadPolicy::lease;
  for (const NodeClock& clock : scenario.clocks)
    if (!clock.jumps.empty()) replica.reads = raft::ReadPolicy::read_index;
  replica.heartbeats =
      choices.one_of(stream("heartbeats"), {raft::HeartbeatPolicy::always, raft::HeartbeatPolicy::suppressed});
  replica.prevote = !choices.one_in(stream("prevote"), 3);
  replica.check_quorum = !choices.one_in(stream("check_quorum"), 4);
  // Either small batches or few appends in flight: both at once would be too slow for the load.
  const auto [bytes, inflight] = choices.one_of<std::pair<std::uint32_t, std::uint32_t>>(
      stream("append"), {{200, 16}, {700, 6}, {48 * 1024, 1}, {48 * 1024, 16}});
  replica.append_bytes_max = bytes;
  replica.inflight_max = inflight;
  replica.gather_puts = choices.one_in(stream("gather"), 4);
  replica.session_window = choices.one_of<std::uint32_t>(stream("session_window"),
                                                         {kv::Sessions::window_max, kv::Sessions::window_max, 2, 5});
  draw_snapshots(replica, choices);
  timing.clock_drift_ppm = std::max(timing.clock_drift_ppm, drift_of(scenario));
}

}  // namespace whitewater::scenarios
