// All times count from the start of the run, as everywhere in the report.
#include "tools/real/report/observation_text.hpp"

#include <algorithm>

#include "core/course/message_json.hpp"
#include "core/text/concat.hpp"
#include "scenarios/report/text_lines.hpp"

namespace whitewater::tools::real {

namespace {

using Tone = TextStyle::Tone;
using scenarios::count_of;
using scenarios::heading;

constexpr std::size_t claims_told = 8;
constexpr std::size_t departures_told = 5;

std::string_view end_words(Claim::End end) {
  switch (end) {
    case Claim::End::run:
      return "to the end of the run";
    case Claim::End::death:
      return "then it died";
    case Claim::End::other:
      return "then it named another leader";
    case Claim::End::pause:
      return "then it was stopped";
    case Claim::End::nobody:
      break;
  }
  return "then it named nobody";
}

std::string departure_text(const Departure& departure, unsigned replicas) {
  const std::string leader = course::id_text(departure.leader, replicas);
  std::string text =
      concat({course::id_text(departure.replica, replicas), " left ", leader, " at ", time_text(departure.time), ": "});
  if (departure.leader_dead) return text + leader + " had died";
  if (departure.leader_paused) return text + "a fault had stopped " + leader;
  if (!departure.since_heard) return text + "nothing of " + leader + " had ever reached it";
  text += concat({milli_seconds(*departure.since_heard), " s after it last heard ", leader});
  if (departure.stopped > 0)
    text += concat({", ", count_of(departure.stopped, "message", "messages"), " of which to it ",
                    departure.stopped == 1 ? "was" : "were", " lost or cut off since"});
  return text;
}

void add_departures(std::string& text, const RealReport& report, bool all) {
  const std::size_t shown = all ? report.departures.size() : std::min(departures_told, report.departures.size());
  for (std::size_t i = 0; i < shown; ++i)
    text += "  " + departure_text(report.departures[i], report.replica_count()) + "\n";
  if (shown < report.departures.size())
    text += "  and " + grouped(report.departures.size() - shown) + " more; --verbose tells all\n";
}

bool garbled(const RealReport& report, NodeId replica) {
  return std::any_of(report.findings.begin(), report.findings.end(), [&](const Finding& finding) {
    return finding.replica == replica &&
           (finding.kind == FindingKind::malformed_message || finding.kind == FindingKind::no_line_feed);
  });
}

}  // namespace

std::string time_text(Time time) {
  return milli_seconds(time - Time{}) + " s";
}

void add_leadership(std::string& text, const RealReport& report, bool all, const TextStyle& style) {
  heading(text, "Leadership, as the replicas' messages name it", style);
  if (report.claims.empty()) text += "  no replica claimed to lead\n";
  const std::size_t shown = all ? report.claims.size() : std::min(claims_told, report.claims.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const Claim& claim = report.claims[i];
    text += concat({"  ", course::id_text(claim.replica, report.replica_count()), " led from ", time_text(claim.from),
                    " to ", time_text(claim.to), ", ", end_words(claim.end), "\n"});
  }
  if (shown < report.claims.size())
    text += "  and " + count_of(report.claims.size() - shown, "more interval", "more intervals") +
            "; --verbose tells all\n";
  add_departures(text, report, all);
}

void add_replicas(std::string& text, const RealReport& report, const TextStyle& style) {
  const unsigned n = report.replica_count();
  heading(text, "Replicas", style);
  for (const ReplicaReport& replica : report.replicas) {
    const ReplicaActivity& activity = report.activity[replica.replica.value];
    std::string words = concat({replica.end, replica.by_itself ? " by itself" : "",
                                replica.ended == time_never ? "" : ", at " + time_text(replica.ended)});
    if (replica.by_itself) words = style.paint(Tone::bad, words);
    const std::string sent =
        activity.last_sent == time_never
            ? concat({garbled(report, replica.replica) ? "sent nothing that is a message" : "sent nothing",
                      "; received ", grouped(activity.received)})
            : concat({"sent ", grouped(activity.sent), ", the last at ", time_text(activity.last_sent), "; received ",
                      grouped(activity.received), ", ", grouped(activity.received_since), " of them since"});
    text += concat({"  ", course::id_text(replica.replica, n), "  ", words, "; ", sent, "; CPU time ",
                    milli_seconds(replica.cpu), " s\n"});
    for (const OutputLines::Line& said : replica.last_lines)
      text += concat({"        ", style.paint(Tone::faint, time_text(said.time)), "  ", said.text, "\n"});
  }
  if (report.hello_margin)
    text += concat({"  from the last ", report.variant == Variant::udp ? "hello" : "connection",
                    " to the first message between replicas: ", milli_seconds(*report.hello_margin), " s\n"});
}

}  // namespace whitewater::tools::real
