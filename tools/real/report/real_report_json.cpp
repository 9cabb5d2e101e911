// One function for each object of the schema.
#include "tools/real/report/real_report_json.hpp"

#include <array>

#include "core/course/message_json.hpp"
#include "core/wire/json_writer.hpp"
#include "scenarios/report/report_json.hpp"
#include "scenarios/workloads/course_report.hpp"
#include "tools/real/report/causes.hpp"

namespace whitewater::tools::real {

namespace {

using json::Writer;

void seconds(Writer& writer, std::string_view name, Duration value) {
  writer.key(name).decimal(value.ns, 9);
}

void time_or_null(Writer& writer, std::string_view name, Time time) {
  if (time == time_never)
    writer.key(name).null();
  else
    seconds(writer, name, time - Time{});
}

void id_or_null(Writer& writer, std::string_view name, NodeId node, unsigned replicas) {
  if (node.value < replicas)
    writer.key(name).string(course::id_text(node, replicas));
  else
    writer.key(name).null();
}

void write_samples(Writer& writer, std::string_view name, const LatencySamples& samples) {
  writer.key(name).begin_object();
  writer.key("count").unsigned_integer(samples.count);
  scenarios::write_latency(writer.key("latency_s"), samples.summary);
  writer.end_object();
}

void write_faults(Writer& writer, const RealReport& report) {
  const unsigned n = report.replica_count();
  writer.key("faults").begin_array();
  for (const FaultReport& fault : report.faults) {
    writer.begin_object();
    writer.key("type").string(course::event_type_names[static_cast<std::size_t>(fault.seen.type)]);
    seconds(writer, "time_s", fault.seen.time - Time{});
    writer.key("targets").begin_array();
    for (const NodeId node : fault.seen.targets) writer.string(course::id_text(node, n));
    writer.end_array();
    id_or_null(writer, "leader_before", fault.seen.leader, n);
    writer.key("killed").boolean(fault.seen.was_alive);
    writer.key("messages_stopped").unsigned_integer(fault.stopped);
    writer.key("requests_lost").unsigned_integer(fault.lost_requests);
    writer.end_object();
  }
  writer.end_array();
}

void write_episodes(Writer& writer, const RealReport& report) {
  writer.key("episodes").begin_array();
  for (const EpisodeReport& episode : report.episodes) {
    writer.begin_object();
    writer.key("type").string(episode.word);
    if (episode.number == 0)
      writer.key("number").null();
    else
      writer.key("number").unsigned_integer(episode.number);
    seconds(writer, "time_s", episode.time - Time{});
    writer.key("ends").boolean(episode.ends);
    writer.key("targets").begin_array();
    for (const NodeId node : episode.targets) writer.string(course::id_text(node, report.replica_count()));
    writer.end_array();
    writer.key("effect").string(episode.effect);
    writer.end_object();
  }
  writer.end_array();
  time_or_null(writer, "served_after_heal_s", report.served.value_or(time_never));
}

void write_links(Writer& writer, const RealReport& report) {
  const unsigned n = report.replica_count();
  writer.key("messages_by_link").begin_object();
  for (std::uint16_t from = 0; from < n; ++from) {
    writer.key(course::id_text(NodeId{from}, n)).begin_object();
    for (std::uint16_t to = 0; to < n; ++to)
      if (from != to) writer.key(course::id_text(NodeId{to}, n)).unsigned_integer(report.links[from][to]);
    writer.end_object();
  }
  writer.end_object();
}

void write_activity(Writer& writer, const ReplicaActivity& activity) {
  writer.key("sent").unsigned_integer(activity.sent);
  writer.key("received").unsigned_integer(activity.received);
  writer.key("received_since").unsigned_integer(activity.received_since);
  time_or_null(writer, "last_sent_s", activity.last_sent);
}

std::string_view end_name(Claim::End end) {
  constexpr std::array<std::string_view, 5> names = {"run", "death", "other", "nobody", "pause"};
  return names.at(static_cast<std::size_t>(end));
}

void write_leadership(Writer& writer, const RealReport& report) {
  const unsigned n = report.replica_count();
  writer.key("leadership").begin_array();
  for (const Claim& claim : report.claims) {
    writer.begin_object();
    writer.key("replica").string(course::id_text(claim.replica, n));
    seconds(writer, "from_s", claim.from - Time{});
    seconds(writer, "to_s", claim.to - Time{});
    writer.key("end").string(end_name(claim.end));
    writer.end_object();
  }
  writer.end_array();
  writer.key("departures").begin_array();
  for (const Departure& departure : report.departures) {
    writer.begin_object();
    seconds(writer, "time_s", departure.time - Time{});
    writer.key("replica").string(course::id_text(departure.replica, n));
    writer.key("leader").string(course::id_text(departure.leader, n));
    if (departure.since_heard)
      seconds(writer, "since_heard_s", *departure.since_heard);
    else
      writer.key("since_heard_s").null();
    writer.key("stopped").unsigned_integer(departure.stopped);
    writer.key("leader_dead").boolean(departure.leader_dead);
    writer.key("leader_paused").boolean(departure.leader_paused);
    writer.end_object();
  }
  writer.end_array();
}

void write_acknowledgements(Writer& writer, const RealReport& report) {
  const unsigned n = report.replica_count();
  writer.key("acknowledgements").begin_object();
  writer.key("judged").unsigned_integer(report.acknowledged.judged);
  writer.key("majority").unsigned_integer(report.acknowledged.needed);
  writer.key("early").begin_array();
  for (const EarlyPut& put : report.acknowledged.early) {
    writer.begin_object();
    writer.key("mid").string(put.mid);
    writer.key("replica").string(course::id_text(put.by, n));
    seconds(writer, "sent_s", put.sent - Time{});
    seconds(writer, "answered_s", put.answered - Time{});
    writer.key("heard").begin_array();
    for (const NodeId node : put.heard) writer.string(course::id_text(node, n));
    writer.end_array();
    writer.end_object();
  }
  writer.end_array();
  writer.end_object();
}

void write_causes(Writer& writer, const RealReport& report) {
  writer.key("likely_causes").begin_array();
  for (const std::string& cause : likely_causes(report)) writer.string(cause);
  writer.end_array();
}

void write_replicas(Writer& writer, const RealReport& report) {
  const unsigned n = report.replica_count();
  writer.key("replicas").begin_array();
  for (const ReplicaReport& replica : report.replicas) {
    writer.begin_object();
    writer.key("id").string(course::id_text(replica.replica, n));
    writer.key("end").string(replica.end);
    writer.key("by_itself").boolean(replica.by_itself);
    time_or_null(writer, "ended_s", replica.ended);
    seconds(writer, "cpu_s", replica.cpu);
    write_activity(writer, report.activity[replica.replica.value]);
    writer.key("stdout_bytes").unsigned_integer(replica.out_bytes);
    writer.key("stderr_bytes").unsigned_integer(replica.err_bytes);
    writer.key("last_lines").begin_array();
    for (const OutputLines::Line& line : replica.last_lines) writer.string(line.text);
    writer.end_array();
    writer.end_object();
  }
  writer.end_array();
}

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::note:
      return "note";
    case Severity::warning:
      return "warning";
    case Severity::error:
      break;
  }
  return "error";
}

void write_findings(Writer& writer, const RealReport& report) {
  const unsigned n = report.replica_count();
  writer.key("findings").begin_array();
  for (const Finding& finding : report.findings) {
    writer.begin_object();
    writer.key("kind").string(finding_name(finding.kind));
    writer.key("severity").string(severity_name(finding_severity(finding.kind, report.compat)));
    id_or_null(writer, "replica", finding.replica, n);
    time_or_null(writer, "first_s", finding.first);
    writer.key("count").unsigned_integer(finding.count);
    writer.key("text").string(finding_text(finding, n, report.compat));
    writer.end_object();
  }
  writer.end_array();
}

void write_stories(Writer& writer, const RealReport& report) {
  writer.key("stories").begin_array();
  for (std::size_t i = 0; i < report.stories.size(); ++i) {
    writer.begin_object();
    writer.key("mid").string(report.story_mids[i]);
    writer.key("text").string(report.stories[i]);
    writer.end_object();
  }
  writer.end_array();
  writer.key("stories_untold").unsigned_integer(report.stories_untold);
  writer.key("asked_stories").begin_array();
  for (const std::string& story : report.asked_stories) writer.string(story);
  writer.end_array();
}

}  // namespace

std::string real_report_json(const RealReport& report) {
  std::string text;
  Writer writer(text);
  writer.begin_object();
  writer.key("schema").string(real_report_schema);
  writer.key("scenario").string(report.run.scenario);
  writer.key("seed").string(std::to_string(report.run.seed));
  writer.key("variant").string(variant_name(report.variant));
  writer.key("compat").boolean(report.compat);
  writer.key("quick").boolean(report.quick);
  scenarios::write_judgement(writer, report.run);
  writer.key("why_unknown").string(report.why_unknown);
  write_samples(writer, "ok_puts", report.ok_puts);
  write_samples(writer, "ok_gets", report.ok_gets);
  write_samples(writer, "refusals", report.refusals);
  if (report.bounce)
    seconds(writer, "bounce_s", *report.bounce);
  else
    writer.key("bounce_s").null();
  write_links(writer, report);
  writer.key("lost_by_drops").unsigned_integer(report.lost_by_drops);
  writer.key("cut_by_partitions").unsigned_integer(report.cut_by_partitions);
  writer.key("sent_to_dead").unsigned_integer(report.sent_to_dead);
  write_faults(writer, report);
  write_episodes(writer, report);
  write_replicas(writer, report);
  if (report.hello_margin)
    seconds(writer, "hello_margin_s", *report.hello_margin);
  else
    writer.key("hello_margin_s").null();
  write_leadership(writer, report);
  write_acknowledgements(writer, report);
  write_causes(writer, report);
  write_findings(writer, report);
  write_stories(writer, report);
  seconds(writer, "driver_cpu_s", report.driver_cpu);
  writer.key("wall_ns").integer(report.run.wall_ns);
  writer.end_object();
  return text;
}

}  // namespace whitewater::tools::real
