// RunFailure: what ended a run early, and whose fault it is: an actor that failed while it handled an event (or
// asked for effects that make no sense), a world whose time stands still, or an observer. Owns a copy of the
// event.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/actor/event.hpp"
#include "core/base/ids.hpp"
#include "core/base/payload.hpp"
#include "core/base/time.hpp"

namespace whitewater::simnet {

class Observer;

// A copy of an event that outlives the event.
class KeptEvent {
 public:
  explicit KeptEvent(const Event& event);

  // The result refers to this object.
  Event event() const;

 private:
  EventKind kind_ = EventKind::started;
  NodeId from_;
  TimerId timer_;
  PayloadRef payload_;
  std::uint64_t log_first_ = 1;
  std::vector<LogRecord> log_;
  std::vector<PayloadRef> slots_;
  std::size_t damaged_ = 0;
  std::vector<std::vector<PayloadRef>> chunks_;
};

struct RunFailure {
  enum class Whose : std::uint8_t {
    actor,       // an exception left the actor, or its effects break the host contract
    standstill,  // the node handled more events in one instant than it may: the run was stopped
    observer,    // an exception left the observer
  };

  Whose whose = Whose::actor;
  NodeId node;                         // the node of the event; no_node: none
  std::vector<KeptEvent> handled;      // the event; empty: a write of the node became durable
  const Observer* observer = nullptr;  // the observer that failed
};

}  // namespace whitewater::simnet
