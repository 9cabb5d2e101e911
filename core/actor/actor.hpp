// Actor: a node program as a state machine. One body of code runs on every host: simulated
// (virtual time, seeded network) and real (sockets, files, monotonic clock).
//
// The host contract. Every host keeps it, one conformance suite runs on all of them:
//  1. Effects are performed in order. What leaves the node (message, request, reply) is not released
//     before the durable write that it names (Effects::Send::after_write); by default the latest.
//     A crash loses exactly the unreleased tail.
//  2. A timer that was set again or cancelled does not fire for its old deadline; no timer fires early.
//  3. now is the node's own monotonic clock, sampled after the event's input was received.
//  4. Messages may be lost, duplicated, delayed or reordered, never altered. A restart is given what
//     was durable, and nothing else; a record that cannot be read is said to be damaged, or the host
//     refuses to start.
//  5. Time that an actor says an event takes (Effects::send with `after`, busy_for) passes: what leaves
//     later leaves then, and a busy node takes nothing. A host on which time passes by itself refuses it by name.
//
// What an actor promises: the effects are a function of its construction, the events so far and now.
// It reads no clock, no entropy and no shared state; its own random draws hash the seed it was given.
#pragma once

#include <cstdint>

#include "core/actor/effects.hpp"
#include "core/actor/event.hpp"
#include "core/base/time.hpp"

namespace whitewater {

class Actor {
 public:
  virtual ~Actor() = default;

  // Called once per event; appends to effects.
  virtual void handle(const Event& event, Time now, Effects& effects) = 0;

  // A word that changes whenever the state changes (except for hash collisions). In O(1): the digest reads it after
  // every event, so update it incrementally. It must not depend on an address or on a container's order.
  virtual std::uint64_t fingerprint() const = 0;
};

}  // namespace whitewater
