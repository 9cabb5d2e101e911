// One pass over the log, which tracks two things: who leads, and what the log of each replica holds.
#include "scenarios/story/story_events.hpp"

#include <map>
#include <utility>

#include "scenarios/story/payload_text.hpp"

namespace whitewater::scenarios {

namespace {

using Kind = StoryEvent::Kind;

class Reader {
 public:
  explicit Reader(const RunLog& log) : log_(log), logs_(log.replicas()) {}

  std::vector<StoryEvent> read() {
    for (const RunRecord& record : log_.records()) take(record);
    return std::move(events_);
  }

 private:
  StoryEvent& add(const RunRecord& record, Kind kind, NodeId node, std::uint64_t request = 0) {
    StoryEvent event;
    event.record = &record;
    event.kind = kind;
    event.node = node;
    event.node_leads = leading_.contains(node);
    event.peer_leads = record.peer.valid() && leading_.contains(record.peer);
    event.request = request;
    return events_.emplace_back(event);
  }

  void take(const RunRecord& record) {
    switch (record.kind) {
      case RunRecord::Kind::sent:
        return take_sent(record);
      case RunRecord::Kind::arrived:
        return take_arrived(record);
      case RunRecord::Kind::noted:
        return take_note(record);
      case RunRecord::Kind::appended:
        return take_append(record);
      case RunRecord::Kind::truncated:
        return take_truncate(record);
      case RunRecord::Kind::fault:
        return take_fault(record);
      case RunRecord::Kind::ended:
        if (record.a == 0) add(record, Kind::ended, record.node);
        if (record.a == 0)
          dead_.insert(record.node);  // else its kill is told, which may have its record only afterwards
        leading_.erase(record.node);
        return;
      case RunRecord::Kind::reachable:
        add(record, Kind::reachable, record.node);
        return;
      case RunRecord::Kind::leader:
        add(record, Kind::leader, record.node);
        leading_ = record.node.valid() ? NodeSet::of(record.node) : NodeSet();
        return;
      case RunRecord::Kind::started:
      case RunRecord::Kind::timer:
      case RunRecord::Kind::trimmed:
      case RunRecord::Kind::durable:
      case RunRecord::Kind::unwritten:
      case RunRecord::Kind::vanished:  // the crash is told, and what it lost
      case RunRecord::Kind::paused:    // the fault is told
      case RunRecord::Kind::resumed:   // likewise
        return;
    }
  }

  static std::uint64_t name_of(NodeId client, const client::Reply& reply) {
    return client::request_name(client, reply.mid());
  }

  void take_sent(const RunRecord& record) {
    if (const auto* request = record.payload.get_if<client::Request>()) {
      add(record, Kind::sent, record.node, request->name());
    } else if (const auto* reply = record.payload.get_if<client::Reply>()) {
      add(record, Kind::answered, record.node, record.b != 0 ? record.b : name_of(record.peer, *reply));
    } else if (record.plane != SendKind::message) {
      of_own_request(record, record.plane == SendKind::request ? Kind::sent : Kind::answered);
    } else {
      carried_requests(record.payload, log_.vocabulary(), [&](const CarriedRequest& carried) {
        StoryEvent& event = add(record, Kind::carried, record.node, carried.request);
        event.index = carried.index;
        event.only_named = carried.only_named;
      });
    }
  }

  void take_arrived(const RunRecord& record) {
    if (const auto* request = record.payload.get_if<client::Request>(); request != nullptr && replica(record.node))
      add(record, Kind::arrived, record.node, request->name());
    else if (const auto* reply = record.payload.get_if<client::Reply>())
      add(record, Kind::has_answer, record.node, name_of(record.node, *reply));
    else if (record.plane == SendKind::request && replica(record.node))
      of_own_request(record, Kind::arrived);
    else if (record.plane == SendKind::reply)
      of_own_request(record, Kind::has_answer);
  }

  // A request of a kind that only the vocabulary knows, or the answer to one.
  void of_own_request(const RunRecord& record, Kind kind) {
    carried_requests(record.payload, log_.vocabulary(),
                     [&](const CarriedRequest& carried) { add(record, kind, record.node, carried.request); });
  }

  bool replica(NodeId node) const { return node.value < log_.replicas(); }

  void take_note(const RunRecord& record) {
    const NoteWords* const words = log_.vocabulary().note(record.code);
    if (words == nullptr || words->sentence.empty()) return;
    const bool led = leading_.contains(record.node);
    if (words->leads == NoteWords::Leads::begins) leading_.insert(record.node);
    if (words->leads != NoteWords::Leads::unchanged) {
      if (words->leads == NoteWords::Leads::begins || led) add(record, Kind::led, record.node);
      if (words->leads != NoteWords::Leads::begins) leading_.erase(record.node);
      return;
    }
    const std::uint64_t request = words->a == NoteWords::Number::request   ? record.a
                                  : words->b == NoteWords::Number::request ? record.b
                                                                           : 0;
    add(record, Kind::remarked, record.node, request);
  }

  void take_append(const RunRecord& record) {
    if (!replica(record.node)) return;
    carried_requests(record.payload, log_.vocabulary(), [&](const CarriedRequest& carried) {
      StoryEvent& event = add(record, Kind::appended, record.node, carried.request);
      event.index = record.a + carried.offset;
      event.term = carried.term;
      logs_[record.node.value][event.index] = carried.request;
    });
  }

  void take_truncate(const RunRecord& record) {
    if (!replica(record.node)) return;
    auto& entries = logs_[record.node.value];
    for (auto entry = entries.lower_bound(record.a); entry != entries.end(); entry = entries.erase(entry))
      add(record, Kind::removed, record.node, entry->second).index = entry->first;
  }

  // In a real run the course may kill a replica that is dead already.
  void take_death_or_start(const RunRecord& record, NodeId node) {
    const bool kills = record.strike == Strike::kill;
    const bool again = kills && dead_.contains(node);
    add(record, again ? Kind::changed : kills ? Kind::killed : Kind::restarted, node);
    leading_.erase(node);
    if (kills)
      dead_.insert(node);
    else
      dead_.erase(node);
  }

  void take_fault(const RunRecord& record) {
    switch (record.strike) {
      case Strike::kill:
      case Strike::restart:
        for (const NodeId node : record.nodes) take_death_or_start(record, node);
        return;
      case Strike::partition:
        add(record, Kind::parted, no_node);
        return;
      case Strike::heal:
        add(record, Kind::healed, no_node);
        return;
      case Strike::other:
        add(record, Kind::changed, no_node);
        return;
    }
  }

  const RunLog& log_;
  NodeSet leading_;
  NodeSet dead_;
  std::vector<std::map<std::uint64_t, std::uint64_t>> logs_;  // by replica: index -> request
  std::vector<StoryEvent> events_;
};

}  // namespace

std::vector<StoryEvent> story_events(const RunLog& log) {
  return Reader(log).read();
}

}  // namespace whitewater::scenarios
