// What people should know of bytes that a replica sent, by the course's checks: in real time and in virtual time.
#pragma once

#include "core/course/incoming.hpp"
#include "tools/real/report/finding.hpp"

namespace whitewater::tools::real {

// True: the message has a flaw, which was noted.
bool note_flaw(Findings& findings, const course::Incoming& read, std::string_view bytes, NodeId owner, Time now);
void note_src(Findings& findings, const course::Incoming& read, NodeId owner, Time now);
void note_leader(Findings& findings, const course::Incoming& read, NodeId owner, Time now);
void note_stranger(Findings& findings, const course::Incoming& read, NodeId owner, Time now);
// An answer to a client without what every answer has. True: it was noted.
bool note_bad_answer(Findings& findings, const course::MessageText& message, NodeId from, Time now);

}  // namespace whitewater::tools::real
