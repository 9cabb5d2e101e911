// Step: one thing that happened in a run (an actor handled an event, or a fault struck), with all in which two runs
// that should be the same can differ, what the actor did about it included: so the first step that differs names the
// node that went astray, not the one that heard of it later. Knows no more of a message than its payload does.
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
  std::uint64_t event = 0;        // how many events had been handled, this one included
  std::uint64_t content = 0;      // of what arrived, or was recovered; of a fault, the nodes that it meant
  std::uint64_t fingerprint = 0;  // of the actor, afterwards
  std::uint64_t effects = 0;      // all sends, writes and timer changes that the actor asked for, folded
  NodeId node;                    // none: a fault
  NodeId peer;                    // who sent; which timer
  PayloadRef payload;             // what arrived
  std::uint8_t kind = 0;          // EventKind, or of a fault, as in event_words.hpp
  std::string_view fault;         // its name
  bool fault_ends = false;
};

// In what two steps can differ, in the order in which it should be told.
enum class Aspect : std::uint8_t { time, node, kind, peer, content, state, effects, order };
inline constexpr std::size_t aspects = 8;

// By Aspect: whether the steps differ in it.
std::array<bool, aspects> differences(const Step& a, const Step& b);
bool same_step(const Step& a, const Step& b);

// Makes a Step of everything that happens, and hands it on. Changes no digest.
class StepObserver : public Observer {
 public:
  Watches watches() const override { return {.sends = false, .events = true, .notes = false}; }
  void on_event(const EventRecord& record) final;
  void on_episode(const EpisodeRecord& record) final;

 protected:
  virtual void on_step(Step&& step) = 0;

 private:
  std::uint64_t events_ = 0;
};

}  // namespace whitewater::simnet
