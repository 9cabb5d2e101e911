// The end of a run: ends all processes, examines their output, and makes the report.
#include <algorithm>
#include <chrono>
#include <thread>

#include "core/course/message_json.hpp"
#include "core/text/concat.hpp"
#include "core/text/duration_text.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/experiment/early_acknowledgements.hpp"
#include "scenarios/experiment/liveness.hpp"
#include "scenarios/workloads/course_options.hpp"
#include "scenarios/workloads/course_report.hpp"
#include "scenarios/workloads/run_history.hpp"
#include "simnet/faults/words.hpp"
#include "tools/real/process/orphans.hpp"
#include "tools/real/report/real_stories.hpp"
#include "tools/real/run/run_session.hpp"

namespace whitewater::tools::real {

namespace {

constexpr std::size_t last_lines = 8;
// An election causes at worst a few retries of one request; a redirect storm causes hundreds per second.
constexpr std::uint32_t storm_attempts = 200;
// The driver notices a replica's end this late at most. Until then its pipes are closed, although it seems to be alive.
constexpr Duration death_notice_max = milliseconds(500);
constexpr std::size_t backlog_noted = 64 * 1024;
constexpr Duration hello_margin_min = seconds(1);

// The first early acknowledgement is the violation, unless the history shows one.
void judge_acknowledgements(RealReport& report) {
  const AcknowledgementReport& seen = report.acknowledged;
  if (seen.early.empty() || report.run.violation) return;
  const EarlyPut& first = seen.early.front();
  report.run.violation = scenarios::early_acknowledgement(first.mid, first.client, {first.by, first.heard, seen.needed},
                                                          first.answered, report.replica_count());
}

}  // namespace

void RunSession::finish() {
  finishing_ = true;
  const Time now = clock_.now();
  progress_.position_ns = -1;
  note_unfinished(now);
  for (const NodeId replica : processes_.running()) {
    note_drops(replica, now);
    processes_.terminate(replica, now);
  }
  while (!processes_.running().empty()) {
    look_after_processes(clock_.now());
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  look_after_processes(clock_.now());
  kill_orphans(plan_.token);
  add_bounces();
  capture_->stop();
  if (transport_->dropped_before_driver() > 0)
    findings_.add(FindingKind::driver_dropped, no_node, end_,
                  std::to_string(transport_->dropped_before_driver()) + " datagrams",
                  transport_->dropped_before_driver());
  if (transport_->longest_backlog() > backlog_noted)
    findings_.add(FindingKind::unread_socket, no_node, time_never,
                  std::to_string(transport_->longest_backlog()) + " bytes waited for a replica that did not read");
  note_output(end_);
  note_empty_logs();
  note_silence();
  note_ends(end_);
}

void RunSession::note_drops(NodeId replica, Time now) {
  const std::uint64_t drops = transport_->dropped_before_replica(replica);
  if (drops > 0 && !findings_.has(FindingKind::dropped_by_kernel, replica))
    findings_.add(FindingKind::dropped_by_kernel, replica, now, std::to_string(drops) + " datagrams", drops);
}

// Programs that print nothing are no mistake; but if others print while all is well, this one had something to say.
void RunSession::note_empty_logs() {
  std::uint64_t printed = 0;
  for (const ReplicaReport& end : ends_)
    if (!end.by_itself) printed += end.out_bytes + end.err_bytes;
  for (const ReplicaReport& end : ends_)
    if (killed_.contains(end.replica) && end.out_bytes + end.err_bytes == 0 &&
        (printed > 0 || !plan_.log_folder.empty()))
      findings_.add(FindingKind::empty_log, end.replica, time_never);
}

// Who has sent a message at all knows how one ends.
void RunSession::note_unfinished(Time now) {
  for (const NodeId replica : processes_.running()) {
    const std::size_t bytes = transport_->unfinished_bytes(replica);
    if (bytes > 0 && activity_.replicas()[replica.value].last_sent == time_never)
      findings_.add(FindingKind::no_line_feed, replica, now, std::to_string(bytes) + " bytes");
  }
}

// The mistakes of a beginner, of which the rest of the report says only that nothing worked.
void RunSession::note_silence() {
  const bool udp = plan_.variant == Variant::udp;
  if (reachable_.empty())
    findings_.add(FindingKind::nobody_there, no_node, time_never,
                  udp ? "nobody said hello; replicas for UNIX sockets need --variant stream or --variant seqpacket"
                      : "nobody connected; replicas for UDP need --variant udp");
  const bool answered = std::any_of(course_.requests().begin(), course_.requests().end(), [](const auto& request) {
    return request.state != course::RequestRecord::State::outstanding;
  });
  if (udp && reachable_ == NodeSet::first(replicas_) && course_.counts().total_msgs == 0 && !answered &&
      !course_.requests().empty() && course_.counts().incorrect == 0)
    findings_.add(FindingKind::nobody_speaks, no_node, time_never);
}

void RunSession::note_output(Time) {
  for (ReplicaReport& end : ends_) {
    const OutputLines& out = capture_->out(end.replica);
    const OutputLines& err = capture_->err(end.replica);
    end.out_bytes = out.bytes();
    end.err_bytes = err.bytes();
    if (end.by_itself) end.last_lines = err.bytes() > 0 ? err.tail(last_lines) : out.tail(last_lines);
    if (plan_.variant != Variant::udp) continue;
    // Only the UDP simulator reads the output of replicas.
    // More than that is harmless, as long as it comes slowly.
    if (const Time full = std::min(capture_->full(end.replica, false), capture_->full(end.replica, true));
        full != time_never)
      findings_.add(FindingKind::chatty, end.replica, full,
                    std::to_string((out.bytes() + err.bytes()) / 1024) + " KiB in this run");
    if (out.has_non_ascii() || err.has_non_ascii())
      findings_.add(FindingKind::non_ascii_output, end.replica, time_never);
    const Time closed = capture_->err_closed(end.replica);
    const Time alive_until = end.ended == time_never ? end_ : end.ended;
    if (closed != time_never && closed + death_notice_max < alive_until)
      findings_.add(FindingKind::closed_stderr, end.replica, closed);
  }
  for (const std::string& trouble : capture_->troubles())
    findings_.add(FindingKind::trouble, no_node, time_never, trouble);
}

void RunSession::note_ends(Time now) {
  const course::RequestRecord* longest = nullptr;
  for (const course::RequestRecord& record : course_.requests())
    if (longest == nullptr || record.attempt > longest->attempt) longest = &record;
  if (longest != nullptr && longest->attempt >= storm_attempts)
    findings_.add(FindingKind::redirect_storm, no_node, time_never,
                  concat({"r", std::to_string(longest->number), ", ", std::to_string(longest->attempt), " times"}));
  if (course_.packets_exhausted())
    findings_.add(
        FindingKind::ended_early, no_node, now,
        "max_packets, " + std::to_string(exercise(scenario_).max_packets) + " messages between replicas, was reached");
  else if (course_.living().empty())
    findings_.add(FindingKind::ended_early, no_node, now, "no replica lives");
  else if (course_.crashed())
    findings_.add(FindingKind::ended_early, no_node, now, "the course's simulator would have crashed here");
}

RealReport RunSession::report() {
  watchers_.on_over(end_);
  RealReport report;
  report.variant = plan_.variant;
  report.compat = plan_.compat;
  report.quick = plan_.quick;
  report.interrupted = stop_;
  report.run.scenario = scenario_.name;
  report.run.seed = seed_;
  const course::Statistics statistics = course_.finish(end_);
  set_course_report(report.run,
                    scenarios::judged_by_the_course(rules_of(scenario_), statistics, counters_.messages_by_type()));
  report.run.virtual_time = end_ - Time{};
  report.run.wall_ns = end_.ns;
  counters_.fill(report, course_.requests());
  for (std::size_t place = 0; place < core_->faults().plan().size(); ++place) {
    const simnet::faults::Episode& episode = core_->faults().plan()[place];
    if (const std::uint64_t number = simnet::faults::shown_number(episode))
      report.fault_effects.push_back({number, fault_name(episode), core_->faults().evidence()[place]});
  }
  for (std::string& line : core_->faults().without_effect(stop_))
    findings_.add(FindingKind::fault_without_effect, no_node, time_never, std::move(line));
  report.replicas = ends_;
  note_observations(report);
  report.findings = findings_.list();
  if (!bounces_.empty()) {
    std::vector<Duration> sorted = bounces_;
    std::sort(sorted.begin(), sorted.end());
    report.bounce = sorted[sorted.size() / 2];
  }
  report.driver_cpu = cpu_ + capture_->cpu();
  report.duration = end_ - Time{};
  judge(report);
  tell_stories(report);
  return report;
}

void RunSession::tell_stories(RealReport& report) const {
  const RealStories stories(recorder_.log(), course_, report.run.violation, end_);
  std::vector<std::uint32_t> numbers = stories.troubled();
  if (numbers.size() > plan_.stories_max) {
    report.stories_untold = numbers.size() - plan_.stories_max;
    numbers.resize(plan_.stories_max);
  }
  for (const std::uint32_t number : numbers) {
    report.stories.push_back(stories.tell(number));
    report.story_mids.push_back(concat({"r", std::to_string(number)}));
  }
  for (const std::string& subject : plan_.stories) report.asked_stories.push_back(stories.tell(subject));
}

// What the watchers of leadership, activity and acknowledgements have seen.
void RunSession::note_observations(RealReport& report) {
  report.activity = activity_.replicas();
  report.claims = leadership_.claims();
  report.departures = leadership_.departures();
  report.longest_gap = leadership_.longest_gap(Time{} + exercise(scenario_).start_wait);
  report.acknowledged = {acknowledgements_.judged(), acknowledgements_.needed(), acknowledgements_.early()};
  NodeSet ended;
  for (const ReplicaReport& replica : ends_)
    if (replica.ended != time_never) ended.insert(replica.replica);
  report.unanswered = acknowledgements_.unanswered(course_.requests(), ended);
  report.answers = answers_.report(course_.requests(), ended | killed_);
  report.lost_puts = lost_puts(recorder_.log(), course_.requests(), acknowledgements_.needed());
  for (const EarlyPut& put : report.acknowledged.early)
    findings_.add(FindingKind::acknowledged_early, put.by, put.answered, put.mid);
  report.hello_margin = activity_.hello_margin();
  // A hello that came too late is another finding.
  if (plan_.variant == Variant::udp && report.hello_margin && *report.hello_margin >= Duration{} &&
      *report.hello_margin < hello_margin_min)
    findings_.add(FindingKind::narrow_hello, no_node, time_never, milli_seconds(*report.hello_margin) + " s");
}

// A run that ended before the probe was served, or before it had the time that it has, shows nothing.
void RunSession::judge_liveness(RealReport& report) const {
  const HealProbe* const probe = core_->probe();
  if (probe == nullptr) return;
  report.served = core_->served();
  if (probe->done()) return;
  if (end_ < probe->limit()) {
    report.why_unknown = "the run ended before it was known whether the cluster serves clients after the heal";
    return;
  }
  if (report.run.violation) return;
  report.run.violation.emplace();
  report.run.violation->property = scenarios::liveness_property;
  report.run.violation->text =
      concat({"a client still waits for ", probe->waits_for(), ", ", std::to_string(scenario_.heal_within),
              " seconds after all faults healed at ", duration_text(*scenario_.heal)});
  report.run.violation->time = end_;
}

// Called after the history was written, if there is a history file.
void RunSession::check_history(RealReport& report) const {
  std::vector<scenarios::FaultStrike> faults;
  for (const FaultReport& fault : report.faults)
    faults.push_back(
        {fault.seen.time, course::event_type_names[static_cast<std::size_t>(fault.seen.type)], fault.seen.targets});
  for (const EpisodeReport& episode : report.episodes)
    faults.push_back({episode.time, episode.word, episode.targets, episode.number, episode.ends});
  for (const ReplicaReport& end : report.replicas)
    if (end.by_itself) faults.push_back({end.ended, "died", NodeSet::of(end.replica)});
  std::stable_sort(faults.begin(), faults.end(), [](const auto& a, const auto& b) { return a.time < b.time; });
  std::span<const scenarios::ReportedRequest> probe_gets;
  if (core_->probe() != nullptr) probe_gets = core_->probe()->gets();
  scenarios::RunHistory().judge(course_, faults, report.run, probe_gets);
}

void RunSession::judge(RealReport& report) const {
  using Outcome = scenarios::RunReport::Outcome;
  using Answer = scenarios::LinearizabilityReport::Answer;
  check_history(report);
  judge_acknowledgements(report);
  judge_liveness(report);
  core_->explain(report.run);
  const bool passed = report.run.failed_checks.empty() && !report.run.violation;
  report.run.outcome = passed ? Outcome::pass : Outcome::fail;
  if (!passed && report.why_unknown.size() > 0) report.why_unknown.clear();  // it failed, whatever else is not known
  if (report.interrupted)
    report.why_unknown = "it was interrupted";
  else if (!hung_.empty())
    report.why_unknown = "the course's simulator would hang here: " + hung_;
  else if (passed && report.run.linearizability->answer == Answer::unknown)
    report.why_unknown = "the budget of the linearizability check ran out";
  else if (!passed && !report.run.violation && findings_.count(FindingKind::driver_dropped) > 0)
    report.why_unknown = "the driver could not read in time, so the machine may be to blame";
  if (!report.why_unknown.empty()) report.run.outcome = Outcome::unknown;
}

}  // namespace whitewater::tools::real
