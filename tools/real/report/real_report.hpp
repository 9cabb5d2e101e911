// RealReport: what one real run came to: the course's report and what only a driver of processes knows. Plain data;
// printing it is real_report_text.hpp's and real_report_json.hpp's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/course/statistics.hpp"
#include "scenarios/report/report.hpp"
#include "tools/real/process/output_lines.hpp"
#include "tools/real/report/finding.hpp"
#include "tools/real/run/run_events.hpp"
#include "tools/real/transport/variant.hpp"

namespace whitewater::tools::real {

// Latencies of some of the answers.
struct LatencySamples {
  std::uint64_t count = 0;
  course::LatencySummary summary;
};

// An event of the scenario and what it did.
struct FaultReport {
  FaultSeen seen;
  std::uint64_t stopped = 0;        // messages, by this partition
  std::uint64_t lost_requests = 0;  // sent to the victim and never answered, by this kill
};

struct ReplicaReport {
  NodeId replica;
  std::string end;  // "killed by kill_leader", "exited with status 1 by itself", "alive at the end"
  bool by_itself = false;
  Time ended = time_never;  // time_never: it lived to the end
  std::uint64_t out_bytes = 0, err_bytes = 0;
  std::vector<OutputLines::Line> last_lines;  // of its standard error (else output), when it ended by itself
};

struct RealReport {
  scenarios::RunReport run;  // without digest and events
  Variant variant = Variant::udp;
  bool compat = false;
  bool interrupted = false;
  std::string why_unknown;  // when the outcome is: one sentence

  LatencySamples ok_gets, ok_puts, refusals;      // refusals: redirect and fail answers
  std::vector<std::vector<std::uint64_t>> links;  // messages, by sender and receiver
  std::uint64_t lost_by_drops = 0;
  std::uint64_t cut_by_partitions = 0;
  std::uint64_t sent_to_dead = 0;
  std::vector<FaultReport> faults;
  std::vector<ReplicaReport> replicas;
  std::vector<Finding> findings;
  std::vector<std::string> stories;  // as text, of requests that deserve one
  std::vector<std::string> story_mids;
  std::uint64_t stories_untold = 0;  // more of them than were asked for

  std::optional<Duration> bounce;  // median; nothing when it was not measured
  Duration driver_cpu;             // of the driver's threads, during the run
  Duration duration;               // real time from T0 to the end of the loop

  unsigned replica_count() const { return static_cast<unsigned>(links.size()); }
};

}  // namespace whitewater::tools::real
