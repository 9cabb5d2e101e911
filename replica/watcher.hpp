// Watcher: observes what a host does, and decides nothing. For logs, traces and tests.
#pragma once

#include <string_view>

#include "core/actor/codec.hpp"
#include "core/actor/effects.hpp"
#include "core/base/time.hpp"
#include "replica/transport/message_format.hpp"
#include "replica/transport/transport.hpp"

namespace whitewater::replica {

class Watcher {
 public:
  virtual ~Watcher() = default;
  virtual void on_arrival(Time, const Arrival&) {}
  // Input that was counted and ignored.
  virtual void on_ignored(std::string_view /*why*/) {}
  virtual void on_sent(Time, const Codec::Address&, const PayloadRef&, Sent) {}
  // Asked once, before the first event. If false, the actor writes no notes.
  virtual bool wants_notes() const { return false; }
  virtual void on_note(Time, const Effects::Note&) {}
};

}  // namespace whitewater::replica
