// One function for each check, so that a driver keeps the course's order around steps of its own.
#include "tools/real/report/incoming_findings.hpp"

#include "core/course/json_codec.hpp"

namespace whitewater::tools::real {

bool note_flaw(Findings& findings, const course::Incoming& read, std::string_view bytes, NodeId owner, Time now) {
  switch (read.flaw) {
    case course::Incoming::Flaw::none:
      return false;
    case course::Incoming::Flaw::empty:
      findings.add(FindingKind::empty_message, owner, now);
      return true;
    case course::Incoming::Flaw::not_utf8:
      findings.add(FindingKind::not_utf8, owner, now, course::excerpt(bytes));
      return true;
    case course::Incoming::Flaw::malformed:
      break;
  }
  findings.add(FindingKind::malformed_message, owner, now, read.error.text() + ", in " + course::excerpt(bytes));
  return true;
}

void note_src(Findings& findings, const course::Incoming& read, NodeId owner, Time now) {
  if (read.src != owner) findings.add(FindingKind::foreign_src, owner, now, "src " + std::string(read.message.src()));
}

void note_leader(Findings& findings, const course::Incoming& read, NodeId owner, Time now) {
  if (read.unknown_leader)
    findings.add(FindingKind::unknown_leader, owner, now, "leader " + std::string(read.message.leader()));
}

void note_stranger(Findings& findings, const course::Incoming& read, NodeId owner, Time now) {
  findings.add(FindingKind::unknown_destination, owner, now, "dst " + std::string(read.message.dst()));
}

bool note_bad_answer(Findings& findings, const course::MessageText& message, NodeId from, Time now) {
  const bool mid = message.text("MID").has_value();
  if (mid && course::outcome_named(message.type())) return false;
  findings.add(FindingKind::bad_answer, from, now,
               mid ? "its type is '" + std::string(message.type().substr(0, 40)) + "', not ok, redirect or fail"
                   : "its MID is missing, or no string");
  return true;
}

}  // namespace whitewater::tools::real
