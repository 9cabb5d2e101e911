// The rows of the table, and the functions that parse their values.
#include "replica/option_table.hpp"

#include <array>

#include "core/text/decimal.hpp"

namespace whitewater::replica {

namespace {

using raft::Timing;
using Wrong = std::optional<Error>;

constexpr std::int64_t number_max = 16 << 20;

struct Unit {
  std::string_view name;
  int digits;  // decimal digits down to a nanosecond: "ms" has six
};
constexpr Unit units[] = {{"ns", 0}, {"us", 3}, {"ms", 6}, {"s", 9}};

Wrong expected(std::string_view what, std::string_view found) {
  return Error{"", "expected " + std::string(what) + ", found '" + std::string(found) + "'"};
}

template <Duration Timing::*member>
Wrong duration(Options& options, std::string_view text) {
  const Result<Duration> value = parse_duration(text);
  if (!value) return value.error();
  options.replica.raft.timing.*member = value.value();
  return std::nullopt;
}

Wrong first_election_delay(Options& options, std::string_view text) {
  const Result<Duration> value = parse_duration(text);
  if (!value) return value.error();
  options.first_election_delay = value.value();
  return std::nullopt;
}

Wrong redirect_freshness(Options& options, std::string_view text) {
  const Result<Duration> value = parse_duration(text);
  if (!value) return value.error();
  options.replica.redirect_freshness = value.value();
  return std::nullopt;
}

Wrong election_timeout(Options& options, std::string_view text) {
  const std::size_t dash = text.find('-', 1);
  if (dash == std::string_view::npos) return expected("a range like 600ms-1200ms", text);
  const Result<Duration> low = parse_duration(text.substr(0, dash));
  const Result<Duration> high = parse_duration(text.substr(dash + 1));
  if (!low || !high) return expected("a range like 600ms-1200ms", text);
  options.replica.raft.timing.election_timeout_min = low.value();
  options.replica.raft.timing.election_timeout_max = high.value();
  return std::nullopt;
}

template <class Choice, std::size_t count>
Wrong choose(std::string_view text, const std::array<std::string_view, count>& names, Choice& choice) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) {
    if (names[i] == text) {
      choice = static_cast<Choice>(i);
      return std::nullopt;
    }
    all += (i == 0 ? "" : " or ") + std::string(names[i]);
  }
  return expected(all, text);
}

Wrong replication(Options& options, std::string_view text) {
  return choose(text, std::array<std::string_view, 2>{"broadcast", "thrifty"}, options.replica.raft.replication);
}
Wrong reads(Options& options, std::string_view text) {
  return choose(text, std::array<std::string_view, 2>{"read_index", "lease"}, options.replica.raft.reads);
}
Wrong heartbeats(Options& options, std::string_view text) {
  return choose(text, std::array<std::string_view, 2>{"always", "suppressed"}, options.replica.raft.heartbeats);
}
Wrong prevote(Options& options, std::string_view text) {
  return choose(text, std::array<std::string_view, 2>{"false", "true"}, options.replica.raft.prevote);
}
Wrong check_quorum(Options& options, std::string_view text) {
  return choose(text, std::array<std::string_view, 2>{"false", "true"}, options.replica.raft.check_quorum);
}

Wrong gather_puts(Options& options, std::string_view text) {
  return choose(text, std::array<std::string_view, 2>{"false", "true"}, options.replica.gather_puts);
}

Result<std::uint32_t> number(std::string_view text, std::int64_t low, std::int64_t high) {
  const Result<std::int64_t> value = scaled(text, 0);
  if (value && value.value() >= low && value.value() <= high) return static_cast<std::uint32_t>(value.value());
  return *expected("a number from " + std::to_string(low) + " to " + std::to_string(high), text);
}

Wrong clock_drift_ppm(Options& options, std::string_view text) {
  const Result<std::uint32_t> value = number(text, 0, 400'000);
  if (!value) return value.error();
  options.replica.raft.timing.clock_drift_ppm = value.value();
  return std::nullopt;
}
Wrong append_bytes_max(Options& options, std::string_view text) {
  const Result<std::uint32_t> value = number(text, 1, number_max);
  if (!value) return value.error();
  options.append_bytes_max = value.value();
  return std::nullopt;
}
Wrong inflight_max(Options& options, std::string_view text) {
  const Result<std::uint32_t> value = number(text, 1, 1'024);
  if (!value) return value.error();
  options.replica.raft.inflight_max = value.value();
  return std::nullopt;
}
Wrong session_window(Options& options, std::string_view text) {
  const Result<std::uint32_t> value = number(text, 1, kv::Sessions::window_max);
  if (!value) return value.error();
  options.replica.session_window = value.value();
  return std::nullopt;
}
Wrong snapshot_every(Options& options, std::string_view text) {
  const Result<std::uint32_t> value = number(text, 0, number_max);
  if (!value) return value.error();
  options.replica.snapshot_every = value.value();
  return std::nullopt;
}
Wrong snapshot_keeps(Options& options, std::string_view text) {
  const Result<std::uint32_t> value = number(text, 0, number_max);
  if (!value) return value.error();
  options.replica.raft.snapshot_keeps = value.value();
  return std::nullopt;
}
Wrong snapshot_chunk_bytes(Options& options, std::string_view text) {
  const Result<std::uint32_t> value = number(text, 1, 16 << 20);
  if (!value) return value.error();
  options.replica.raft.snapshot_chunk_bytes = value.value();
  return std::nullopt;
}

constexpr OptionRow table[] = {
    {"--heartbeat-interval", "TIME", "time between two heartbeats of a leader", duration<&Timing::heartbeat_interval>},
    {"--election-timeout", "MIN-MAX",
     "a follower that hears no leader for this long starts an election; drawn anew for each election",
     election_timeout},
    {"--retransmit-after", "TIME", "an append that is not answered within this time is sent again",
     duration<&Timing::retransmit_after>},
    {"--hedge-after", "TIME",
     "thrifty: an entry that is not committed within this time is also sent to another follower",
     duration<&Timing::hedge_after>},
    {"--commit-notice-after", "TIME",
     "if no message tells a follower of a commit within this time, a notice does; 0ms: no notices",
     duration<&Timing::commit_notice_after>},
    {"--clock-drift-ppm", "N", "how far the rates of two clocks may differ, in parts per million; shortens leases",
     clock_drift_ppm},
    {"--first-election-delay", "TIME", "added to the first election timeout; may be negative", first_election_delay},
    {"--replication", "POLICY", "who is sent an entry first: broadcast (all) or thrifty (just enough for a quorum)",
     replication},
    {"--reads", "POLICY", "how a leader checks, before a read, that it still leads: read_index or lease", reads},
    {"--heartbeats", "POLICY",
     "when a leader sends heartbeats: always, or suppressed (only to followers that were sent nothing else)",
     heartbeats},
    {"--prevote", "BOOL", "whether a candidate asks for pre-votes first: true or false", prevote},
    {"--check-quorum", "BOOL", "whether a leader that hears no quorum steps down: true or false", check_quorum},
    {"--append-bytes-max", "N", "largest size of an append message in bytes, before base64", append_bytes_max},
    {"--inflight-max", "N", "how many unanswered appends a leader sends to one follower", inflight_max},
    {"--redirect-freshness", "TIME", "clients are redirected only to a leader heard from within this time",
     redirect_freshness},
    {"--gather-puts", "BOOL", "whether puts that arrive together are replicated together: true or false", gather_puts},
    {"--session-window", "N", "how many puts of one client are remembered; the same on every replica", session_window},
    {"--snapshot-every", "N", "a snapshot is taken after so many applied entries; 0: never", snapshot_every},
    {"--snapshot-keeps", "N", "how many of the entries that a snapshot stands for stay in the log", snapshot_keeps},
    {"--snapshot-chunk-bytes", "N", "a snapshot is sent in pieces of at most so many bytes", snapshot_chunk_bytes},
};

}  // namespace

std::span<const OptionRow> option_table() {
  return table;
}

Result<Duration> parse_duration(std::string_view text) {
  const std::size_t unit_at = text.find_first_not_of("-0123456789.");
  if (unit_at != std::string_view::npos)
    for (const Unit& unit : units) {
      if (text.substr(unit_at) != unit.name) continue;
      const Result<std::int64_t> value = scaled(text.substr(0, unit_at), unit.digits);
      if (value) return Duration{value.value()};
    }
  return *expected("a duration like 150ms or 1.5s", text);
}

}  // namespace whitewater::replica
