// RealReport: the outcome of one real run: the course's report, and what only the driver of processes knows. Plain
// data. real_report_text.hpp and real_report_json.hpp print it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/course/statistics.hpp"
#include "scenarios/report/report.hpp"
#include "simnet/faults/episodes.hpp"
#include "tools/real/process/output_lines.hpp"
#include "tools/real/report/acknowledgement_watch.hpp"
#include "tools/real/report/activity_watch.hpp"
#include "tools/real/report/answer_watch.hpp"
#include "tools/real/report/finding.hpp"
#include "tools/real/report/leadership_watch.hpp"
#include "tools/real/report/lost_puts.hpp"
#include "tools/real/run/run_events.hpp"
#include "tools/real/transport/variant.hpp"

namespace whitewater::tools::real {

// The latencies of one kind of answers.
struct LatencySamples {
  std::uint64_t count = 0;
  course::LatencySummary summary;
};

// An event of the scenario, and its effect.
struct FaultReport {
  FaultSeen seen;
  std::uint64_t stopped = 0;        // for a partition: messages that it stopped
  std::uint64_t lost_requests = 0;  // for a kill: requests to the victim that were never answered
};

// A step of a fault of the file: it began or ended, or all healed.
struct EpisodeReport {
  Time time;
  std::string name;          // "fault 3, pause"; "heal"
  std::string_view word;     // "pause", "restart", "heal"; a constant
  std::uint64_t number = 0;  // of the fault; 0: the heal
  bool ends = false;
  NodeSet targets;
  std::string effect;  // what it did to whom: "stopped 0001 (SIGSTOP)"
};

// What a fault of the file did in the whole run.
struct FaultEffect {
  std::uint64_t number = 0;
  std::string name;
  simnet::faults::Evidence evidence;
};

struct ReplicaReport {
  NodeId replica;
  std::string end;  // "killed by kill_leader", "exited with status 1 by itself", "alive at the end"
  bool by_itself = false;
  Time ended = time_never;  // time_never: the replica ran to the end
  Duration cpu;             // of all its processes
  std::uint64_t out_bytes = 0, err_bytes = 0;
  std::vector<OutputLines::Line> last_lines;  // if it ended by itself: the end of its standard error or output
};

// Which acknowledgements of puts were judged, and which of them came too early.
struct AcknowledgementReport {
  std::uint64_t judged = 0;
  unsigned needed = 0;  // a majority
  std::vector<EarlyPut> early;
};

struct RealReport {
  scenarios::RunReport run;  // digest and events are empty
  Variant variant = Variant::udp;
  bool compat = false;
  bool quick = false;  // --quick: the scenario is not the course's
  bool interrupted = false;
  std::string why_unknown;  // if the outcome is unknown: the reason in one sentence

  LatencySamples ok_gets, ok_puts, refusals;      // refusals: redirect and fail answers
  std::vector<std::vector<std::uint64_t>> links;  // number of messages, by sender and receiver
  std::uint64_t lost_by_drops = 0;
  std::uint64_t cut_by_partitions = 0;
  std::uint64_t sent_to_dead = 0;
  std::vector<FaultReport> faults;  // events of the course
  std::vector<EpisodeReport> episodes;
  std::vector<FaultEffect> fault_effects;
  std::optional<Time> served;  // when a new client had its put and its get answered after that
  std::vector<ReplicaReport> replicas;
  std::vector<ReplicaActivity> activity;  // of each replica
  std::optional<Duration> hello_margin;   // from the last hello to the first message between replicas
  std::vector<Claim> claims;
  std::vector<Departure> departures;
  // Nobody claimed to lead, after the first request was due.
  scenarios::LeadershipReport::Span longest_gap;
  AcknowledgementReport acknowledged;
  UnansweredPuts unanswered;
  LostPuts lost_puts;
  AnswerReport answers;
  std::vector<Finding> findings;
  std::vector<std::string> stories;  // the stories of requests that went wrong, as text
  std::vector<std::string> story_mids;
  std::uint64_t stories_untold = 0;        // the number of stories that were left out
  std::vector<std::string> asked_stories;  // those that --story asked for, in that order

  std::optional<Duration> bounce;  // the median; nothing if it was not measured
  Duration driver_cpu;             // CPU time of the driver's threads during the run
  Duration duration;               // real time from T0 to the end of the loop

  unsigned replica_count() const { return static_cast<unsigned>(links.size()); }
};

}  // namespace whitewater::tools::real
