// Finding: something about a replica or a run that a person should know: a trap of the course's simulator, a
// message that was judged incorrect, a crash. Findings are counted per replica and kind; the first detail is
// kept.
//
// The table in finding.cpp has a row for each trap. With --compat the driver behaves as the course's simulator,
// and the replica suffers. Without --compat a trap is a warning, and the run continues.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"

namespace whitewater::tools::real {

enum class FindingKind : std::uint8_t {
  // traps
  late_hello,
  no_hello,
  not_connected,
  ignored_sigterm,
  chatty,
  non_ascii_output,
  closed_stderr,
  empty_message,
  not_utf8,
  unknown_leader,
  get_without_value,
  long_packet,
  bad_object,
  unnoticed_death,
  unread_socket,
  hello_on_socket,
  foreign_src,
  send_failed,
  redirect_storm,
  // the course's rules count these as incorrect
  malformed_message,
  no_line_feed,
  unknown_destination,
  bad_answer,
  unknown_mid,
  refused_answer,
  wrong_value,
  // a property that the driver judges
  acknowledged_early,
  // the course's rules count these otherwise
  duplicate_answer,
  died,
  // about the machine and the run
  narrow_hello,
  dropped_by_kernel,
  driver_dropped,
  nobody_there,
  nobody_speaks,
  empty_log,
  event_cancelled,
  fault_without_effect,
  ended_early,
  trouble,
};
inline constexpr std::size_t finding_kinds = static_cast<std::size_t>(FindingKind::trouble) + 1;

enum class Severity : std::uint8_t {
  note,
  warning,  // a trap: with the course's simulator the run could end worse
  error,    // counts against the replica
};

struct Finding {
  FindingKind kind = FindingKind::trouble;
  NodeId replica;  // no_node: the finding is about the run
  Time first;
  std::uint64_t count = 0;
  std::string detail;  // the detail of the first occurrence
};

// The course's simulator does something else then than this driver without --compat.
bool is_trap(FindingKind kind);
std::string_view finding_name(FindingKind kind);  // "late_hello", as in JSON
// "answered a get with a wrong value": follows a replica's name.
std::string_view finding_words(FindingKind kind);
// Of a trap: ". The course's simulator does this; here that". Empty: it is none.
std::string trap_text(FindingKind kind, bool compat);
// With --compat, a trap is an error.
Severity finding_severity(FindingKind kind, bool compat);
// "0002 had not said hello … (t=5.060s, 3 times): detail".
std::string finding_text(const Finding& finding, unsigned replicas, bool compat);

class Findings {
 public:
  void add(FindingKind kind, NodeId replica, Time now, std::string detail = {}, std::uint64_t count = 1);
  bool has(FindingKind kind, NodeId replica) const;
  std::uint64_t count(FindingKind kind) const;
  // In the order of the first occurrences.
  const std::vector<Finding>& list() const { return list_; }

 private:
  std::vector<Finding> list_;
};

}  // namespace whitewater::tools::real
