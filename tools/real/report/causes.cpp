// One function for each kind of cause.
#include "tools/real/report/causes.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <span>

#include "core/course/message_json.hpp"
#include "core/text/concat.hpp"
#include "core/text/node_text.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/report/text_lines.hpp"
#include "tools/real/report/answer_causes.hpp"
#include "tools/real/report/observation_text.hpp"

namespace whitewater::tools::real {

namespace {

using scenarios::count_of;
using Causes = std::vector<std::string>;

// A replica that says nothing for so long, though so many messages came, is silent.
constexpr Duration silence_min = seconds(2);
constexpr std::uint64_t received_min = 10;
// A process that uses more of one processor than this does not wait for messages.
constexpr int busy_percent = 80;
constexpr Duration busy_lifetime_min = seconds(2);
constexpr Duration gap_min = seconds(3);
constexpr Duration overlap_min = seconds(1);

constexpr std::array bad_messages = {
    FindingKind::malformed_message, FindingKind::no_line_feed,   FindingKind::not_utf8,
    FindingKind::empty_message,     FindingKind::bad_object,     FindingKind::long_packet,
    FindingKind::bad_answer,        FindingKind::unknown_mid,    FindingKind::unknown_destination,
    FindingKind::unknown_leader,    FindingKind::refused_answer, FindingKind::foreign_src};
// Consequences, mostly, of an early acknowledgement, where that is told.
constexpr std::array wrong_answers = {FindingKind::wrong_value, FindingKind::get_without_value};

std::string id_of(const RealReport& report, NodeId replica) {
  return course::id_text(replica, report.replica_count());
}

// Whom a finding of this kind concerns.
NodeSet found_of(const RealReport& report, FindingKind kind) {
  NodeSet who;
  for (const Finding& finding : report.findings)
    if (finding.kind == kind && finding.replica.valid()) who.insert(finding.replica);
  return who;
}

// A finding about the whole run. Null: there is none.
const Finding* of_the_run(const RealReport& report, FindingKind kind) {
  const auto found = std::find_if(report.findings.begin(), report.findings.end(),
                                  [&](const Finding& finding) { return finding.kind == kind; });
  return found == report.findings.end() ? nullptr : &*found;
}

// No replica sent a message or an answer, so no cause can lie in what they said.
bool nobody_said_anything(const RealReport& report) {
  return std::all_of(report.activity.begin(), report.activity.end(),
                     [](const ReplicaActivity& activity) { return activity.last_sent == time_never; });
}

// --- who died by itself ---------------------------------------------------------------------------------

void add_deaths(Causes& causes, const RealReport& report) {
  std::map<std::string, NodeSet> by_words;
  std::map<std::string, Time> first;
  for (const ReplicaReport& replica : report.replicas) {
    if (!replica.by_itself) continue;
    std::string words = replica.end;
    if (words == "exited with status 0") words += ", though a replica must run until it is told to end";
    if (!replica.last_lines.empty()) words += "; the last line that it wrote: " + replica.last_lines.back().text;
    by_words[words].insert(replica.replica);
    const auto [at, fresh] = first.emplace(words, replica.ended);
    if (!fresh) at->second = std::min(at->second, replica.ended);
  }
  for (const auto& [words, who] : by_words)
    causes.push_back(
        concat({nodes_text(who, report.replica_count()), " died by ", who.size() == 1 ? "itself" : "themselves",
                who.size() == 1 ? " (at " : " (first at ", time_text(first[words]), "): ", words}));
}

// --- who cannot be reached, or does not read ---

// Nothing of it follows from a death that is told already.
void add_unreachable(Causes& causes, const RealReport& report) {
  if (std::all_of(report.replicas.begin(), report.replicas.end(),
                  [](const ReplicaReport& replica) { return replica.by_itself; }))
    return;
  for (const FindingKind kind : {FindingKind::nobody_there, FindingKind::nobody_speaks})
    if (const Finding* const found = of_the_run(report, kind))
      causes.push_back(finding_text(*found, report.replica_count(), report.compat));
}

// --- bad messages ---------------------------------------------------------------------------------------

void add_bad_messages(Causes& causes, const RealReport& report, std::span<const FindingKind> kinds) {
  for (const FindingKind kind : kinds) {
    NodeSet who;
    std::uint64_t count = 0;
    const Finding* first = nullptr;
    for (const Finding& finding : report.findings) {
      if (finding.kind != kind) continue;
      who.insert(finding.replica);
      count += finding.count;
      if (first == nullptr || finding.first < first->first) first = &finding;
    }
    if (first == nullptr) continue;
    std::string text = concat({nodes_text(who, report.replica_count()), " ", finding_words(kind), " (",
                               count_of(count, "time", "times"), ", first at ", time_text(first->first), ")"});
    if (!first->detail.empty()) text += ": " + first->detail;
    text += trap_text(kind, report.compat);
    causes.push_back(std::move(text));
  }
}

// --- acknowledged too early -----------------------------------------------------------------------------

void add_early(Causes& causes, const RealReport& report) {
  const auto& early = report.acknowledged.early;
  if (early.empty()) return;
  NodeSet who;
  for (const EarlyPut& put : early) who.insert(put.by);
  const EarlyPut& first = early.front();
  causes.push_back(
      concat({nodes_text(who, report.replica_count()), " acknowledged puts too early: ", grouped(early.size()), " of ",
              count_of(report.acknowledged.judged, "put", "puts"), " were answered before a majority (",
              std::to_string(report.acknowledged.needed), ") can have heard of them. First ", first.mid, " at ",
              time_text(first.answered), ": only ", nodes_text(first.heard, report.replica_count()),
              first.heard.size() == 1 ? " knew" : " can have known", " of it. If ",
              first.heard.size() == 1 ? "it crashes" : "they crash", ", the put is lost"}));
}

// --- silent or busy -------------------------------------------------------------------------------------

// It sends, but nothing that is a message, or not in its own name.
bool garbles(const RealReport& report, NodeId replica) {
  const Time last = report.activity[replica.value].last_sent;
  return std::any_of(report.findings.begin(), report.findings.end(), [&](const Finding& finding) {
    const bool bad = std::find(bad_messages.begin(), bad_messages.end(), finding.kind) != bad_messages.end();
    return bad && finding.replica == replica && (last == time_never || finding.first >= last);
  });
}

// Though so many messages came. 0: it said something, or few came.
std::uint64_t never_heard(const RealReport& report, NodeId replica) {
  const ReplicaActivity& activity = report.activity[replica.value];
  const bool lived = report.replicas[replica.value].ended == time_never;
  return lived && activity.last_sent == time_never && activity.received_since >= received_min &&
                 !garbles(report, replica)
             ? activity.received_since
             : 0;
}

void add_never_heard(Causes& causes, const RealReport& report) {
  NodeSet who;
  std::uint64_t came = 0;
  for (const ReplicaReport& replica : report.replicas)
    if (const std::uint64_t received = never_heard(report, replica.replica)) {
      who.insert(replica.replica);
      came += received;
    }
  if (who.empty() || of_the_run(report, FindingKind::nobody_speaks) != nullptr) return;
  const bool one = who.size() == 1;
  causes.push_back(concat({nodes_text(who, report.replica_count()), " never sent anything, though ",
                           count_of(came, "message", "messages"), " came: ", one ? "it hangs" : "they hang", ", or ",
                           one ? "it does" : "they do", " not read"}));
}

// Empty: it did not fall silent.
std::string silence_text(const RealReport& report, NodeId replica) {
  const ReplicaReport& it = report.replicas[replica.value];
  const ReplicaActivity& activity = report.activity[replica.value];
  if (it.ended != time_never || activity.received_since < received_min || activity.last_sent == time_never) return "";
  if (garbles(report, replica)) return "";
  if (Time{} + report.duration - activity.last_sent < silence_min) return "";
  return concat({id_of(report, replica), " sent nothing after ", time_text(activity.last_sent), ", though ",
                 count_of(activity.received_since, "message", "messages"), " came: it hangs"});
}

// "used 29.8 s of CPU time in 30.0 s". Empty: it did not.
std::string busy_text(const RealReport& report, NodeId replica) {
  const ReplicaReport& it = report.replicas[replica.value];
  const Duration lifetime = it.ended == time_never ? report.duration : it.ended - Time{};
  if (lifetime < busy_lifetime_min || it.cpu.ns * 100 < lifetime.ns * busy_percent) return "";
  return concat({"used ", milli_seconds(it.cpu), " s of CPU time in ", milli_seconds(lifetime), " s"});
}

void add_silent(Causes& causes, const RealReport& report) {
  add_never_heard(causes, report);
  for (const ReplicaReport& replica : report.replicas) {
    if (std::string text = silence_text(report, replica.replica); !text.empty()) causes.push_back(std::move(text));
  }
  NodeSet busy;
  for (const ReplicaReport& replica : report.replicas)
    if (!busy_text(report, replica.replica).empty()) busy.insert(replica.replica);
  if (busy.empty()) return;
  causes.push_back(concat({nodes_text(busy, report.replica_count()), busy.size() == 1 ? " polls" : " poll",
                           " without waiting, which takes the processor from the others: ",
                           id_of(report, *busy.begin()), " ", busy_text(report, *busy.begin())}));
}

NodeSet silent(const RealReport& report) {
  NodeSet who;
  for (const ReplicaReport& replica : report.replicas)
    if (never_heard(report, replica.replica) > 0 || !silence_text(report, replica.replica).empty())
      who.insert(replica.replica);
  return who;
}

// --- never answered -------------------------------------------------------------------------------------

void add_unanswered(Causes& causes, const RealReport& report) {
  const UnansweredPuts& puts = report.unanswered;
  const LostPuts& lost = report.lost_puts;
  // A replica that hangs, and an answer that is none, are causes of their own.
  const NodeSet explained = found_of(report, FindingKind::bad_answer) | silent(report);
  if (lost.puts > 0) {
    causes.push_back(concat({count_of(lost.puts, "put was", "puts were"), " never answered because ",
                             count_of(lost.messages, "message", "messages"), " about ", lost.puts == 1 ? "it" : "them",
                             ", from or to ", nodes_text(lost.asked, report.replica_count()),
                             lost.messages == 1 ? ", was lost" : ", were lost",
                             ", so that fewer than a majority were told, or heard back from (first ", lost.first,
                             "): look at whether messages are sent again when no answer comes"}));
    return;
  }
  if (puts.majority > 0 && !(puts.majority_at - explained).empty())
    causes.push_back(
        concat({count_of(puts.majority, "put was", "puts were"), " never answered, although a majority heard of ",
                puts.majority == 1 ? "it" : "them", " and ", nodes_text(puts.majority_at, report.replica_count()),
                " heard back from them within ", milli_seconds(puts.majority_within), " s (first ",
                puts.first_of_majority, ": from ", nodes_text(puts.heard, report.replica_count()),
                "): look at how the commit index advances, and at when a client is answered"}));
  if (puts.nobody > 0 && !nobody_said_anything(report) && !told_by_answers(report) &&
      !(puts.nobody_at - explained).empty())
    causes.push_back(
        concat({count_of(puts.nobody, "put was", "puts were"), " never answered, and nobody replied to ",
                nodes_text(puts.nobody_at, report.replica_count()), " after it had ", puts.nobody == 1 ? "it" : "them",
                ": look at whether messages are sent again when no answer comes"}));
}

// --- leadership -----------------------------------------------------------------------------------------

void add_leaderless(Causes& causes, const RealReport& report) {
  const scenarios::LeadershipReport::Span& gap = report.longest_gap;
  if (gap.length < gap_min) return;
  const bool never = report.claims.empty();
  if (never && nobody_said_anything(report)) return;
  causes.push_back(never ? "no replica ever claimed to lead: look at whether votes are asked for, granted and counted"
                         : concat({"no replica claimed to lead for ", milli_seconds(gap.length), " s, from ",
                                   time_text(gap.from), " to ", time_text(gap.until())}));
}

void add_overlaps(Causes& causes, const RealReport& report) {
  const Claim* first = nullptr;
  const Claim* second = nullptr;
  Duration longest = overlap_min;
  std::uint64_t overlaps = 0;
  for (const Claim& a : report.claims)
    for (const Claim& b : report.claims) {
      if (a.replica == b.replica || b.from < a.from || (b.from == a.from && b.replica < a.replica)) continue;
      const Duration both = std::min(a.to, b.to) - b.from;
      if (both < overlap_min) continue;
      ++overlaps;
      if (both <= longest && first != nullptr) continue;
      longest = both;
      first = &a;
      second = &b;
    }
  if (first == nullptr) return;
  causes.push_back(
      concat({id_of(report, first->replica), " and ", id_of(report, second->replica), " both claimed to lead for ",
              milli_seconds(longest), " s, from ", time_text(second->from),
              overlaps > 1 ? concat({" (", grouped(overlaps), " such times)"}) : std::string(),
              ": within a partition that is right; otherwise look at who steps down, and at who may vote"}));
}

void add_needless_elections(Causes& causes, const RealReport& report) {
  std::vector<Duration> heard;
  const Departure* first = nullptr;
  for (const Departure& departure : report.departures) {
    if (departure.leader_dead || departure.leader_paused || departure.stopped > 0 || !departure.since_heard) continue;
    if (first == nullptr) first = &departure;
    heard.push_back(*departure.since_heard);
  }
  if (first == nullptr) return;
  std::sort(heard.begin(), heard.end());
  causes.push_back(
      concat({count_of(heard.size(), "time", "times"),
              " a replica left a leader that lived and whose messages were all delivered: first ",
              id_of(report, first->replica), " at ", time_text(first->time), ", ", milli_seconds(*first->since_heard),
              " s after it last heard ", id_of(report, first->leader),
              heard.size() > 1 ? concat({" (median ", milli_seconds(heard[heard.size() / 2]), " s)"}) : std::string(),
              ": look at election timeouts, at how often a leader sends, and at who resets the timeout"}));
}

NodeSet late_hellos(const RealReport& report) {
  return found_of(report, FindingKind::late_hello) | found_of(report, FindingKind::not_connected);
}

void add_late_hello(Causes& causes, const RealReport& report) {
  NodeSet late = late_hellos(report), never;
  for (const NodeId replica : late)
    if (report.activity[replica.value].reachable == time_never) never.insert(replica);
  late = late - never;
  for (const ReplicaReport& replica : report.replicas)
    if (replica.by_itself) never.erase(replica.replica);
  if (!never.empty() && of_the_run(report, FindingKind::nobody_there) == nullptr)
    causes.push_back(
        concat({nodes_text(never, report.replica_count()), " never ",
                report.variant == Variant::udp ? "said hello" : "connected", ", so that nobody could reach ",
                never.size() == 1 ? "it" : "them", ": the course's simulator fails such a run"}));
  if (late.empty()) return;
  causes.push_back(
      concat({nodes_text(late, report.replica_count()), report.variant == Variant::udp ? " said hello" : " connected",
              " only after the first message for ", late.size() == 1 ? "it" : "them",
              " came: the course's simulator fails such a run",
              report.compat ? "" : "; here the messages until then were lost"}));
}

}  // namespace

bool told_as_cause(FindingKind kind) {
  return kind == FindingKind::died || kind == FindingKind::unnoticed_death || kind == FindingKind::late_hello ||
         kind == FindingKind::not_connected || kind == FindingKind::nobody_there ||
         kind == FindingKind::nobody_speaks || kind == FindingKind::acknowledged_early ||
         std::find(bad_messages.begin(), bad_messages.end(), kind) != bad_messages.end() ||
         std::find(wrong_answers.begin(), wrong_answers.end(), kind) != wrong_answers.end();
}

bool would_have_failed(const RealReport& report) {
  return !late_hellos(report).empty();
}

std::vector<std::string> likely_causes(const RealReport& report) {
  Causes causes;
  add_deaths(causes, report);
  add_unreachable(causes, report);
  add_bad_messages(causes, report, bad_messages);
  add_early(causes, report);
  add_bad_messages(causes, report, wrong_answers);
  add_silent(causes, report);
  NodeSet explained = nobody_said_anything(report) ? NodeSet::first(report.replica_count()) : silent(report);
  for (const FindingKind kind : bad_messages) explained = explained | found_of(report, kind);
  add_answer_causes(causes, report, explained);
  add_late_hello(causes, report);
  add_leaderless(causes, report);
  add_overlaps(causes, report);
  add_needless_elections(causes, report);
  add_unanswered(causes, report);
  return causes;
}

}  // namespace whitewater::tools::real
