// A put is lost if messages about it were lost, and with those that were delivered its replica told fewer than a
// majority, or heard back from fewer. Replies count where they mention the put: those of many protocols do not.
#include "tools/real/report/lost_puts.hpp"

#include <unordered_map>

#include "tools/real/report/foreign_message.hpp"

namespace whitewater::tools::real {

namespace {

struct Told {
  NodeId by;
  NodeSet delivered;
  NodeSet replied;  // whose reply was delivered; `by` too
  bool replies_mention = false;
  std::uint64_t lost = 0;

  bool heard_too_few(unsigned needed) const {
    return delivered.size() < needed || (replies_mention && replied.size() < needed);
  }
};

// Through no fault of the receiver's death.
bool never_arrives(scenarios::Passage fate) {
  using scenarios::Passage;
  return fate == Passage::lost || fate == Passage::cut || fate == Passage::unreachable || fate == Passage::failed;
}

}  // namespace

LostPuts lost_puts(const scenarios::RunLog& log, std::span<const course::RequestRecord> requests, unsigned needed) {
  using State = course::RequestRecord::State;
  std::unordered_map<std::uint64_t, Told> unanswered;
  for (const course::RequestRecord& record : requests)
    if (!record.is_get() && record.state == State::outstanding)
      unanswered[record.request().name()] = {record.to, NodeSet::of(record.to), NodeSet::of(record.to), false, 0};
  for (const scenarios::RunRecord& record : log.records()) {
    if (record.kind != scenarios::RunRecord::Kind::sent || record.plane != SendKind::message) continue;
    const auto* const message = record.payload.get_if<ForeignMessage>();
    if (message == nullptr) continue;
    for (std::size_t i = 0; i < message->mentioned; ++i) {
      const auto told = unanswered.find(message->mention(i));
      if (told == unanswered.end()) continue;
      Told& put = told->second;
      const bool reply = record.peer == put.by;
      if (!reply && record.node != put.by) continue;
      if (reply) put.replies_mention = true;
      if (record.fate == scenarios::Passage::delivered)
        (reply ? put.replied : put.delivered).insert(reply ? record.node : record.peer);
      if (never_arrives(record.fate)) ++put.lost;
    }
  }
  LostPuts found;
  for (const course::RequestRecord& record : requests) {  // in their order, so that the first one is the first
    const auto told = unanswered.find(record.request().name());
    if (told == unanswered.end() || told->second.lost == 0 || !told->second.heard_too_few(needed)) continue;
    if (found.puts++ == 0) found.first = record.mid();
    found.messages += told->second.lost;
    found.asked.insert(told->second.by);
  }
  return found;
}

}  // namespace whitewater::tools::real
