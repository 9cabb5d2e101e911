// Copying an event, and giving it back.
#include "simnet/run_failure.hpp"

#include <variant>

namespace whitewater::simnet {

KeptEvent::KeptEvent(const Event& event) : kind_(static_cast<EventKind>(event.index())) {
  struct Visitor {
    KeptEvent& kept;
    void operator()(const Started& e) const {
      kept.log_first_ = e.recovered.log_first;
      kept.log_.assign(e.recovered.log.begin(), e.recovered.log.end());
      kept.slots_.assign(e.recovered.slots.begin(), e.recovered.slots.end());
      kept.damaged_ = e.recovered.damaged;
      kept.chunks_.assign(e.recovered.chunks.begin(), e.recovered.chunks.end());
    }
    void operator()(const TimerFired& e) const { kept.timer_ = e.timer; }
    void operator()(const MessageArrived& e) const { arrived(e.from, e.payload); }
    void operator()(const RequestArrived& e) const { arrived(e.from, e.payload); }
    void operator()(const ReplyArrived& e) const { arrived(e.from, e.payload); }
    void arrived(NodeId from, const PayloadRef& payload) const {
      kept.from_ = from;
      kept.payload_ = payload;
    }
  };
  std::visit(Visitor{*this}, event);
}

Event KeptEvent::event() const {
  switch (kind_) {
    case EventKind::message_arrived:
      return MessageArrived{from_, payload_};
    case EventKind::timer_fired:
      return TimerFired{timer_};
    case EventKind::request_arrived:
      return RequestArrived{from_, payload_};
    case EventKind::reply_arrived:
      return ReplyArrived{from_, payload_};
    case EventKind::started:
      break;
  }
  return Started{{log_first_, log_, slots_, damaged_, chunks_}};
}

}  // namespace whitewater::simnet
