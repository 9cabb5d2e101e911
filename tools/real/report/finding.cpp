// One row for each kind: what happened, what the course's simulator does then, and what this driver does without
// --compat.
#include "tools/real/report/finding.hpp"

#include <algorithm>
#include <array>

#include "core/base/check.hpp"
#include "core/course/message_json.hpp"
#include "core/text/concat.hpp"
#include "core/text/number_text.hpp"

namespace whitewater::tools::real {

namespace {

struct Row {
  FindingKind kind;
  std::string_view name;
  Severity severity;
  std::string_view words;   // follows the replica's name
  std::string_view course;  // what the course's simulator and --compat do; empty: the same as here
  std::string_view here;    // what this driver does without --compat
};

using K = FindingKind;
constexpr auto note = Severity::note;
constexpr auto warning = Severity::warning;
constexpr auto error = Severity::error;

constexpr std::array<Row, finding_kinds> rows{{
    {K::late_hello, "late_hello", warning, "had not said hello when the first message for it came",
     "gives the replica up for good, and the run fails", "messages for it were lost until its hello"},
    {K::no_hello, "no_hello", warning, "sent something else before its hello",
     "learns where a replica listens only from its hello", "its address was learned from that message"},
    {K::not_connected, "not_connected", warning, "had not connected when the first message for it came",
     "kills the replica, and the run fails", "messages for it were lost until it connected"},
    {K::ignored_sigterm, "ignored_sigterm", warning, "did not end after SIGTERM",
     "waits for ever, so the whole test hangs", "it was ended with SIGKILL"},
    {K::chatty, "chatty", warning, "writes faster than its output is read",
     "reads 1,500 bytes at a time: at this moment the pipe is full, and the replica blocks", "all of it was read"},
    {K::non_ascii_output, "non_ascii_output", warning, "writes characters beyond ASCII",
     "crashes when one of them is cut at byte 1,500", "nothing happened"},
    {K::closed_stderr, "closed_stderr", warning, "closed its standard error",
     "stops reading its standard output, so a full pipe blocks the replica", "nothing happened"},
    {K::empty_message, "empty_message", warning, "sent an empty message", "kills the replica",
     "the message was counted incorrect"},
    {K::not_utf8, "not_utf8", warning, "sent bytes that are not UTF-8", "kills the replica (on UDP and streams)",
     "the message was counted incorrect"},
    {K::unknown_leader, "unknown_leader", warning, "named a leader that is no replica",
     "crashes if that is the current leader at kill_leader or part_easy", "it was treated as FFFF, \"not known\""},
    {K::get_without_value, "get_without_value", warning, "answered a get with ok, but without a value",
     "counts the answer as incorrect (UDP), or crashes (sockets)", "the answer was counted incorrect"},
    {K::long_packet, "long_packet", warning, "sent a packet of more than 16,384 bytes",
     "reads only the first 16,384 bytes, which do not parse", "all bytes were read"},
    {K::bad_object, "bad_object", warning, "sent a bad message on its stream, and more after it",
     "loses the rest of that read", "only the bad message was lost"},
    {K::unnoticed_death, "unnoticed_death", warning, "died by itself",
     "does not notice that on UDP, and continues to ask the replica", "it was counted as died"},
    {K::unread_socket, "unread_socket", warning, "did not read what was sent to it",
     "blocks completely when about 42 packets wait for one replica", "the packets were kept"},
    {K::hello_on_socket, "hello_on_socket", warning, "said hello, which only the UDP variant knows",
     "broadcasts and counts the hello, and forgets the leader", "the hello was ignored"},
    {K::foreign_src, "foreign_src", warning, "sent a message with the src of another node", "accepts the message",
     "the message counts as from the replica that sent it"},
    {K::send_failed, "send_failed", warning, "could not be sent a message",
     "gives the replica up for good, and the run fails", "that message was lost"},
    {K::redirect_storm, "redirect_storm", warning,
     "a request was redirected again and again: replicas redirect clients to one that is dead, or that redirects them "
     "again",
     "does the same: its clients retry at once, until the run ends", ""},
    {K::malformed_message, "malformed_message", error, "sent something that is no message of the protocol", "", ""},
    {K::no_line_feed, "no_line_feed", error,
     "sent bytes that no line feed ended: on a stream each message ends with } and a line feed", "", ""},
    {K::unknown_destination, "unknown_destination", error, "sent a message to nobody: dst names no replica or client",
     "", ""},
    {K::bad_answer, "bad_answer", error, "answered a client with something that is no answer", "", ""},
    {K::unknown_mid, "unknown_mid", error, "answered with a MID that no client has sent", "", ""},
    {K::refused_answer, "refused_answer", error,
     "answered a request that its client did not wait for (redirected or failed before, or another client's)", "", ""},
    {K::wrong_value, "wrong_value", error, "answered a get with a wrong value", "", ""},
    {K::acknowledged_early, "acknowledged_early", error,
     "acknowledged a put of which no majority of the replicas can have heard", "", ""},
    {K::duplicate_answer, "duplicate_answer", note, "answered a request that had been answered ok before", "", ""},
    {K::died, "died", error, "died by itself", "", ""},
    {K::narrow_hello, "narrow_hello", warning,
     "the last hello came less than a second before the first message between replicas: on a slower machine it comes "
     "too "
     "late, and the course's simulator fails a run with a late hello",
     "", ""},
    {K::dropped_by_kernel, "dropped_by_kernel", warning, "did not read its datagrams in time: the kernel dropped some",
     "", ""},
    {K::driver_dropped, "driver_dropped", error,
     "the driver itself did not read in time, and the kernel dropped datagrams: this run is no fair test", "", ""},
    {K::nobody_there, "nobody_there", warning, "no replica could be reached in the whole run", "", ""},
    {K::nobody_speaks, "nobody_speaks", warning,
     "all replicas said hello, and none of them sent anything else: on UDP no line feed follows a message, so a "
     "program "
     "that reads lines waits for ever",
     "", ""},
    {K::empty_log, "empty_log", warning,
     "was killed, and nothing that it printed had arrived: what is still in a program's own buffer then is lost; print "
     "with a flush",
     "", ""},
    {K::event_cancelled, "event_cancelled", note, "a fault affected no replica", "", ""},
    {K::fault_without_effect, "fault_without_effect", warning, "", "", ""},
    {K::ended_early, "ended_early", note, "the run ended early", "", ""},
    {K::trouble, "trouble", warning, "", "", ""},
}};

const Row& row_of(FindingKind kind) {
  const Row& row = rows[static_cast<std::size_t>(kind)];
  check(row.kind == kind, "the rows of findings stand in the order of their kinds");
  return row;
}

bool trap(const Row& row) {
  return !row.course.empty();
}

}  // namespace

bool is_trap(FindingKind kind) {
  return trap(row_of(kind));
}

std::string_view finding_words(FindingKind kind) {
  return row_of(kind).words;
}

std::string_view finding_name(FindingKind kind) {
  return row_of(kind).name;
}

std::string trap_text(FindingKind kind, bool compat) {
  const Row& row = row_of(kind);
  if (!trap(row)) return "";
  return concat({". The course's simulator ", row.course, compat || row.here.empty() ? "" : "; here ",
                 compat ? std::string_view() : row.here});
}

Severity finding_severity(FindingKind kind, bool compat) {
  const Row& row = row_of(kind);
  return compat && trap(row) ? error : row.severity;
}

std::string finding_text(const Finding& finding, unsigned replicas, bool compat) {
  const Row& row = row_of(finding.kind);
  std::string text = finding.replica.valid() ? course::id_text(finding.replica, replicas) + " " : "";
  text += row.words;
  if (!row.words.empty() && finding.first != time_never) {
    text += " (t=" + microsecond_seconds(finding.first - Time{}) + "s";
    if (finding.count > 1) text += ", " + grouped(finding.count) + " times";
    text += ")";
  }
  if (!finding.detail.empty()) text += (row.words.empty() ? "" : ": ") + finding.detail;
  return text + trap_text(finding.kind, compat);
}

void Findings::add(FindingKind kind, NodeId replica, Time now, std::string detail, std::uint64_t count) {
  const auto same = [&](const Finding& f) {
    return f.kind == kind && f.replica == replica && (kind != FindingKind::trouble || f.detail == detail) &&
           kind != FindingKind::event_cancelled && kind != FindingKind::fault_without_effect;
  };
  const auto found = std::find_if(list_.begin(), list_.end(), same);
  if (found != list_.end())
    found->count += count;
  else
    list_.push_back({kind, replica, now, count, std::move(detail)});
}

bool Findings::has(FindingKind kind, NodeId replica) const {
  return std::any_of(list_.begin(), list_.end(),
                     [&](const Finding& f) { return f.kind == kind && f.replica == replica; });
}

std::uint64_t Findings::count(FindingKind kind) const {
  std::uint64_t sum = 0;
  for (const Finding& finding : list_)
    if (finding.kind == kind) sum += finding.count;
  return sum;
}

}  // namespace whitewater::tools::real
