// Hosts that break the contract on purpose: each saboteur stands between a host and an actor, and breaks one promise. A
// suite that does not notice is worth nothing.
#pragma once

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "core/actor/actor.hpp"
#include "tests/contract/probe.hpp"
#include "tests/contract/suite.hpp"

namespace whitewater::contract {

// Stands between a host and an actor, and breaks a promise that the host made to it.
class Saboteur : public Actor {
 public:
  void handle(const Event& event, Time now, Effects& effects) override {
    before(event, now, effects);
    if (!swallowed(event)) actor_->handle(told(event), shifted(now), effects);
    after(now, effects);
  }
  std::uint64_t fingerprint() const override { return actor_->fingerprint(); }
  void stand_before(Actor& actor) { actor_ = &actor; }

 protected:
  virtual void before(const Event&, Time, Effects&) {}
  virtual bool swallowed(const Event&) { return false; }
  virtual Event told(const Event& event) { return event; }
  virtual Time shifted(Time now) { return now; }
  virtual void after(Time, Effects&) {}

 private:
  Actor* actor_ = nullptr;
};

using SaboteurFactory = std::unique_ptr<Saboteur> (*)();

template <class T>
std::unique_ptr<Saboteur> make() {
  return std::make_unique<T>();
}

struct ReleasesEarly : Saboteur {
  void after(Time, Effects& effects) override {
    for (Effects::Send& send : effects.sends) send.after_write = 0;
  }
};

struct WritesBackwards : Saboteur {
  void after(Time, Effects& effects) override {
    if (effects.writes.size() == 5) std::swap(effects.writes[3].payload, effects.writes[4].payload);
  }
};

struct ForgetsTheSlots : Saboteur {
  Event told(const Event& event) override {
    const auto* started = std::get_if<Started>(&event);
    if (started == nullptr) return event;
    return Started{Recovered{started->recovered.log_first, started->recovered.log, {}}};
  }
};

// Commits for the actor, where an event ends with several chunks.
struct CommitsUnfinished : Saboteur {
  void after(Time, Effects& effects) override {
    if (effects.writes.size() < 2 || effects.writes.back().kind != Effects::Write::Kind::append_chunk) return;
    const Effects::Write& last = effects.writes.back();
    effects.commit_slot(last.slot, static_cast<std::uint32_t>(last.index) + 1);
  }
};

struct LosesTheLastChunk : Saboteur {
  Event told(const Event& event) override {
    const auto* started = std::get_if<Started>(&event);
    if (started == nullptr) return event;
    Recovered recovered = started->recovered;
    chunks_.assign(recovered.chunks.begin(), recovered.chunks.end());
    for (auto& chunks : chunks_)
      if (chunks.size() > 1) chunks.pop_back();
    recovered.chunks = chunks_;
    return Started{recovered};
  }
  // A saboteur outlives the pool of its host, so it keeps no payload.
  void after(Time, Effects&) override { chunks_.clear(); }
  std::vector<std::vector<PayloadRef>> chunks_;
};

struct CountsTheLogFromOne : Saboteur {
  Event told(const Event& event) override {
    const auto* started = std::get_if<Started>(&event);
    if (started == nullptr) return event;
    Recovered recovered = started->recovered;
    recovered.log_first = 1;
    return Started{recovered};
  }
};

struct HidesDamage : Saboteur {
  Event told(const Event& event) override {
    const auto* started = std::get_if<Started>(&event);
    if (started == nullptr) return event;
    Recovered recovered = started->recovered;
    recovered.damaged = 0;
    return Started{recovered};
  }
};

struct FiresEarly : Saboteur {
  void after(Time, Effects& effects) override {
    for (Effects::TimerChange& change : effects.timers)
      if (change.deadline != time_never) change.deadline = change.deadline - microseconds(600);
  }
};

// Translates no deadline: takes what the node's clock will show for a time of a clock that runs a fifth faster.
struct FiresByAnotherClock : Saboteur {
  void after(Time now, Effects& effects) override {
    for (Effects::TimerChange& change : effects.timers)
      if (change.deadline != time_never && change.deadline > now)
        change.deadline = now + (change.deadline - now) * 5 / 6;
  }
};

struct FiresLate : Saboteur {
  void after(Time, Effects& effects) override {
    for (Effects::TimerChange& change : effects.timers)
      if (change.deadline != time_never) change.deadline = change.deadline + seconds(3'600);
  }
};

struct KeepsTheFirstDeadline : Saboteur {
  void after(Time, Effects& effects) override {
    if (effects.timers.size() < 2 || effects.timers[0].timer != effects.timers[1].timer) return;
    std::move(effects.timers.begin() + 2, effects.timers.end(), effects.timers.begin() + 1);
    effects.timers.shrink(effects.timers.size() - 1);
  }
};

struct IgnoresCancel : Saboteur {
  void after(Time, Effects& effects) override {
    erase_if(effects.timers, [](const auto& change) { return change.deadline == time_never; });
  }
};

struct KeepsTimersOverCrashes : Saboteur {
  void before(const Event& event, Time, Effects& effects) override {
    if (std::holds_alternative<Started>(event)) effects.set_timer(TimerId{0}, Time{} + milliseconds(20));
  }
};

struct ClockJumpsBack : Saboteur {
  Time shifted(Time now) override { return ++calls_ % 7 == 0 ? now - milliseconds(20) : now; }
  int calls_ = 0;
};

struct Alters : Saboteur {
  void after(Time, Effects& effects) override {
    for (Effects::Send& send : effects.sends)
      send.payload = effects.make<Probe>(Probe{number_of(send.payload) ^ (++sent_ == 3 ? 1u : 0u)});
  }
  unsigned sent_ = 0;
};

struct SwapsKinds : Saboteur {
  void after(Time, Effects& effects) override {
    for (Effects::Send& send : effects.sends)
      send.kind = send.kind == SendKind::message   ? SendKind::request
                  : send.kind == SendKind::request ? SendKind::reply
                                                   : SendKind::message;
  }
};

struct ReordersClients : Saboteur {
  void after(Time, Effects& effects) override {
    if (effects.sends.size() > 1) std::swap(effects.sends[0], effects.sends[1]);
  }
};

// Performs what takes time as if it took none, and says nothing.
struct TakesNoTime : Saboteur {
  void after(Time, Effects& effects) override {
    Lane<Effects::Send> sends = std::move(effects.sends);
    Lane<Effects::Write> writes = std::move(effects.writes);
    Lane<Effects::TimerChange> timers = std::move(effects.timers);
    effects.begin(effects.last_write());
    effects.sends = std::move(sends);
    effects.writes = std::move(writes);
    effects.timers = std::move(timers);
  }
};

struct StartsSilently : Saboteur {
  bool swallowed(const Event& event) override { return std::holds_alternative<Started>(event) && starts_++ > 0; }
  int starts_ = 0;
};

}  // namespace whitewater::contract
