// Step: one thing that happened in a run (an actor handled an event, or a fault struck), with everything in which two
// runs that should be equal can differ. A step includes what the actor asked for. So the first step that differs names
// the node that behaved differently, not a later node that was told of it. Of a message, a step knows only what the
// payload tells.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/base/ids.hpp"
#include "core/base/payload.hpp"
#include "core/base/time.hpp"
#include "simnet/observer.hpp"

namespace whitewater::simnet {

struct Step {
  Time time;
  std::uint64_t sequence = 0;
  std::uint64_t event = 0;        // the number of events handled so far, including this one
  std::uint64_t content = 0;      // hash of what arrived or was recovered; of a fault: the nodes that it meant
  std::uint64_t fingerprint = 0;  // the actor's, after the event
  std::uint64_t effects = 0;      // hash of all sends, writes and timer changes that the actor asked for
  NodeId node;                    // no_node: a fault
  NodeId peer;                    // the sender; or the number of the timer
  PayloadRef payload;             // what arrived
  std::uint8_t kind = 0;          // EventKind, or of a fault, as in event_words.hpp
  std::string_view fault;         // its name
  bool fault_ends = false;
};

// What two steps can differ in, in the order in which a report names it.
enum class Aspect : std::uint8_t { time, node, kind, peer, content, state, effects, order };
inline constexpr std::size_t aspects = 8;

// Indexed by Aspect: true if the steps differ in that aspect.
std::array<bool, aspects> differences(const Step& a, const Step& b);
bool same_step(const Step& a, const Step& b);

// Makes a Step of every event and fault, and passes it to on_step(). Changes no digest.
class StepObserver : public Observer {
 public:
  Watches watches() const override { return {.sends = false, .events = true, .notes = false, .writes = false}; }
  void on_event(const EventRecord& record) final;
  void on_episode(const EpisodeRecord& record) final;

 protected:
  virtual void on_step(Step&& step) = 0;

 private:
  std::uint64_t events_ = 0;
};

}  // namespace whitewater::simnet
