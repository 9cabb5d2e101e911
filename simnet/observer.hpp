// Observer: watches a world. It may read everything and change nothing. Observers are made in scenarios, which knows
// the actors' types; simnet does not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/actor/actor.hpp"
#include "core/base/note_filter.hpp"

namespace whitewater::simnet::faults {
struct Episode;
}

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
  unsigned copies = 1;  // 2 if duplicated; 0 if not delivered
  // The number under which the first copy arrives or vanishes; the second copy has the next one. 0: no copy.
  std::uint64_t sequence = 0;
  std::uint64_t identity = 0;
  const PayloadRef& payload;
};

// The sends of one node in one step, in order.
struct SendBatch {
  struct Fate {
    SendOutcome outcome = SendOutcome::delivered;
    unsigned copies = 1;
  };

  Time time;
  NodeId from;
  std::span<const Effects::Send> sends;
  std::span<const Fate> fates;  // one per send; empty if all were delivered once
  // Of the first copy. The copies of all sends are numbered in order, without a gap.
  std::uint64_t first_sequence = 0;

  Fate fate(std::size_t i) const { return fates.empty() ? Fate{} : fates[i]; }
};

struct EventRecord {
  Time time;
  std::uint64_t sequence = 0;
  NodeId node;
  const Event& event;
  const Effects& effects;         // what the actor appended, before the host performs it
  std::uint64_t fingerprint = 0;  // the actor's, after the event
  // Of what was sent: its sender's latest event when it left. Events are counted over all nodes, from 1; 0: none.
  std::uint32_t sent_after = 0;
};

// What was sent reached a node that was dead or not yet started, or a paused or busy node died before it took it.
struct VanishedRecord {
  Time time;
  std::uint64_t sequence = 0;  // as it was sent
  NodeId from;
  NodeId to;
  SendKind kind = SendKind::message;
  const PayloadRef& payload;
};

// What arrived while its node was paused has another sequence number when the node takes it.
struct RenumberedRecord {
  Time time;
  NodeId node;
  std::uint64_t was = 0;
  std::uint64_t is = 0;
};

// Writes of one node's life, by their numbers: they became durable, or a crash lost them.
struct WritesRecord {
  Time time;
  NodeId node;
  WriteNumber first = 0;
  WriteNumber last = 0;
};

// An episode of the plan of faults begins or ends, or all faults heal.
struct EpisodeRecord {
  enum class What : std::uint8_t { begins, ends, heals };
  Time time;
  What what = What::begins;
  const faults::Episode* episode = nullptr;  // null: the heal
  std::size_t place = 0;                     // of the episode in the plan
  NodeSet targets;                           // whom its roles and names meant; of links, both ends
  NodeSet died;                              // the nodes that this step killed, whatever it is
  NodeSet started;                           // likewise: that it started again
  NodeSet paused;                            // likewise
  NodeSet resumed;                           // likewise
};

class Observer {
 public:
  // The calls that an observer wants. A call that nobody wants is not made: it would cost a tenth of a run's time.
  struct Watches {
    bool sends = true;
    bool events = true;
    bool notes = true;   // notes of actors; actors write none if nobody wants them
    bool writes = true;  // writes that become durable
    NoteFilter marks{};  // notes that are wanted without the events: on_noted()
  };

  virtual ~Observer() = default;
  virtual Watches watches() const { return {}; }
  // Messages, requests or replies leave their node; their fates are decided. The default calls on_send for each of
  // them.
  virtual void on_sends(const SendBatch& batch);
  virtual void on_send(const SendRecord&) {}
  // After the actor handled the event.
  virtual void on_event(const EventRecord&) {}
  // The same, for observers of marks, if the actor noted something; that may be something else.
  virtual void on_noted(const EventRecord&) {}
  virtual void on_vanished(const VanishedRecord&) {}
  virtual void on_renumbered(const RenumberedRecord&) {}
  // Before what waited for the writes leaves; where disks take no time, that is behind the event.
  virtual void on_durable(const WritesRecord&) {}
  // Writes were issued and not durable when their node died. Before the fault that killed it is told.
  virtual void on_writes_lost(const WritesRecord&) {}
  // After an episode of the plan began or ended. Ends of other episodes that a step of the plan brings come after it.
  virtual void on_episode(const EpisodeRecord&) {}
};

}  // namespace whitewater::simnet
