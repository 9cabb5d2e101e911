// FateRecorder: is told what became of every message and of every slow write of a run, with the delays that counted, so
// that it can be said again as fates. It may read everything and change nothing.
#pragma once

#include <array>
#include <cstdint>

#include "simnet/fates.hpp"
#include "simnet/observer.hpp"

namespace whitewater::simnet {

struct MessageFate {
  Time time;  // at which it leaves
  MessageName name;
  bool identified = false;  // the name holds an identity, and not a fold
  SendOutcome outcome = SendOutcome::delivered;
  unsigned copies = 0;
  // Of each copy. On a link that is first in, first out a copy may arrive later, behind an earlier one.
  std::array<Duration, 2> delays{};
  const PayloadRef& payload;
};

struct WriteFate {
  Time time;  // at which it is issued
  WriteName name;
  Duration delay;  // it may become durable later, behind an earlier one
};

class FateRecorder {
 public:
  virtual ~FateRecorder() = default;
  virtual void on_message(const MessageFate& fate) = 0;
  virtual void on_write(const WriteFate& fate) = 0;
};

}  // namespace whitewater::simnet
