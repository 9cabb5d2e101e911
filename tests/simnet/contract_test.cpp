// The conformance suite on the simulated world, and on worlds whose hosting is broken on purpose: every
// clause has a broken host that it catches.
#include <algorithm>
#include <memory>

#include "simnet/world.hpp"
#include "tests/catch.hpp"
#include "tests/simnet/contract_suite.hpp"

using namespace whitewater;
using namespace whitewater::simnet;
using namespace whitewater::simnet::test;

namespace {

// Stands between the world and an actor, and breaks a promise that the host made to it.
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

class WorldUnderTest final : public HostUnderTest {
 public:
  WorldUnderTest(const HostWishes& wishes, bool wire, SaboteurFactory sabotage) : sabotage_(sabotage) {
    const Duration slowest = wishes.reordering_links ? milliseconds(5) : microseconds(100);
    WorldConfig config;
    config.nodes = config.replicas = wishes.nodes;
    config.message_link.delay = {DelayModel::Kind::uniform, microseconds(100), slowest, {}, {}, {}, {}};
    config.message_link.duplication = Probability{50'000};
    config.client_link.delay = config.message_link.delay;
    config.client_link.first_in_first_out = true;
    config.disk = {DelayModel::Kind::uniform, {}, wishes.disk_delay * 2, {}, {}, {}, {}};
    world_.reset(config);
    if (wire) world_.set_codec(&codec_);
  }

  void add(NodeId id, Actor& actor) override {
    Actor* hosted = &actor;
    if (sabotage_ != nullptr) {
      saboteurs_.push_back(sabotage_());
      saboteurs_.back()->stand_before(actor);
      hosted = saboteurs_.back().get();
    }
    world_.add(id, *hosted);
    world_.start(id);
  }
  void run_for(Duration duration) override { world_.run_until(world_.now() + duration); }
  void crash(NodeId id) override { world_.kill(id); }
  void restart(NodeId id) override { world_.restart(id); }

 private:
  SaboteurFactory sabotage_;
  std::vector<std::unique_ptr<Saboteur>> saboteurs_;
  ProbeCodec codec_;
  World world_;
};

HostFactory worlds(bool wire, SaboteurFactory sabotage = nullptr) {
  return [=](const HostWishes& wishes) { return std::make_unique<WorldUnderTest>(wishes, wire, sabotage); };
}

std::vector<Clause> all_clauses() {
  std::vector<Clause> all;
  for (const auto clauses : {write_clauses(), timer_clauses(), message_clauses()})
    all.insert(all.end(), clauses.begin(), clauses.end());
  return all;
}

// The clauses that catch a saboteur, as the short names before the colon.
std::vector<std::string> caught(SaboteurFactory sabotage) {
  std::vector<std::string> names;
  for (const Clause& clause : all_clauses()) {
    const std::string name = clause.name;
    if (!clause.check(worlds(false, sabotage)).empty()) names.push_back(name.substr(0, name.find(':')));
  }
  return names;
}

template <class T>
std::unique_ptr<Saboteur> make() {
  return std::make_unique<T>();
}

void require_caught(SaboteurFactory sabotage, const std::string& clause) {
  const std::vector<std::string> names = caught(sabotage);
  CAPTURE(names, clause);
  REQUIRE(std::find(names.begin(), names.end(), clause) != names.end());
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

struct FiresEarly : Saboteur {
  void after(Time, Effects& effects) override {
    for (Effects::TimerChange& change : effects.timers)
      if (change.deadline != time_never) change.deadline = change.deadline - microseconds(600);
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

struct StartsSilently : Saboteur {
  bool swallowed(const Event& event) override { return std::holds_alternative<Started>(event) && starts_++ > 0; }
  int starts_ = 0;
};

}  // namespace

TEST_CASE("the world keeps every clause of the host contract") {
  const bool wire = GENERATE(false, true);
  for (const Clause& clause : all_clauses()) {
    const Broken broken = clause.check(worlds(wire));
    CAPTURE(clause.name, wire, broken);
    REQUIRE(broken.empty());
  }
}

TEST_CASE("every clause catches a host that breaks it") {
  require_caught(make<ReleasesEarly>, "1a");
  require_caught(make<WritesBackwards>, "1b");
  require_caught(make<ForgetsTheSlots>, "4b");
  require_caught(make<FiresEarly>, "2a");
  require_caught(make<KeepsTheFirstDeadline>, "2b");
  require_caught(make<IgnoresCancel>, "2c");
  require_caught(make<KeepsTimersOverCrashes>, "2d");
  require_caught(make<ClockJumpsBack>, "3");
  require_caught(make<Alters>, "4a");
  require_caught(make<SwapsKinds>, "4a");
  require_caught(make<ReordersClients>, "5a");
  require_caught(make<ReordersClients>, "5b");
  require_caught(make<StartsSilently>, "6");
}
