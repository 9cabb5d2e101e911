// A put is lost if, with the messages that were delivered, its replica told fewer than a majority, and others were
// lost.
#include "tools/real/report/lost_puts.hpp"

#include <unordered_map>

#include "tools/real/report/foreign_message.hpp"

namespace whitewater::tools::real {

namespace {

struct Told {
  NodeId by;
  NodeSet delivered;
  std::uint64_t lost = 0;
};

// Through no fault of the receiver's death.
bool never_arrives(scenarios::Fate fate) {
  using scenarios::Fate;
  return fate == Fate::lost || fate == Fate::cut || fate == Fate::unreachable || fate == Fate::failed;
}

}  // namespace

LostPuts lost_puts(const scenarios::RunLog& log, std::span<const course::RequestRecord> requests, unsigned needed) {
  using State = course::RequestRecord::State;
  std::unordered_map<std::uint64_t, Told> unanswered;
  for (const course::RequestRecord& record : requests)
    if (!record.is_get() && record.state == State::outstanding)
      unanswered[record.request().name()] = {record.to, NodeSet::of(record.to), 0};
  for (const scenarios::RunRecord& record : log.records()) {
    if (record.kind != scenarios::RunRecord::Kind::sent || record.plane != SendKind::message) continue;
    const auto* const message = record.payload.get_if<ForeignMessage>();
    if (message == nullptr) continue;
    for (std::size_t i = 0; i < message->mentioned; ++i) {
      const auto told = unanswered.find(message->mention(i));
      if (told == unanswered.end() || told->second.by != record.node) continue;
      if (record.fate == scenarios::Fate::delivered) told->second.delivered.insert(record.peer);
      if (never_arrives(record.fate)) ++told->second.lost;
    }
  }
  LostPuts found;
  for (const course::RequestRecord& record : requests) {  // in their order, so that the first one is the first
    const auto told = unanswered.find(record.request().name());
    if (told == unanswered.end() || told->second.lost == 0 || told->second.delivered.size() >= needed) continue;
    if (found.puts++ == 0) found.first = record.mid();
    found.messages += told->second.lost;
    found.asked.insert(told->second.by);
  }
  return found;
}

}  // namespace whitewater::tools::real
