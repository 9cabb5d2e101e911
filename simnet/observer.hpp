// Observer: what watches a world. It may look at everything and change nothing.
// scenarios registers observers; they know the actors' types, simnet does not.
#pragma once

#include <cstdint>
#include <span>

#include "core/actor/actor.hpp"
#include "simnet/fault.hpp"

namespace whitewater::simnet {

enum class SendOutcome : std::uint8_t {
  delivered,  // will arrive (as long as nobody dies or restarts)
  lost,       // the link's loss took it
  cut,        // a cut or partition stood between
  receiver_dead,
};

struct SendRecord {
  Time time;
  NodeId from;
  NodeId to;
  SendKind kind = SendKind::message;
  SendOutcome outcome = SendOutcome::delivered;
  unsigned copies = 1;  // 2: duplicated; 0 when not delivered
  std::uint64_t identity = 0;
  const PayloadRef& payload;
};

struct EventRecord {
  Time time;
  std::uint64_t sequence = 0;
  NodeId node;
  const Event& event;
  const Effects& effects;  // what the actor appended, before the host performs it
};

class Observer {
 public:
  // What an observer is called for. Calls that nobody wants cost a run a tenth of its time.
  struct Watches {
    bool sends = true;
    bool events = true;
  };

  virtual ~Observer() = default;
  virtual Watches watches() const { return {}; }
  // When a message, request or reply leaves its node; the outcome is decided.
  virtual void on_send(const SendRecord&) {}
  // After the actor handled the event.
  virtual void on_event(const EventRecord&) {}
  // After the fault took effect; targets: the nodes that its roles resolved to.
  virtual void on_fault(Time, const Fault&, NodeSet /*targets*/) {}
};

}  // namespace whitewater::simnet
