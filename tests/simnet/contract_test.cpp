// The conformance suite on the simulated world, and on worlds whose hosting is broken on purpose: every
// clause has a broken host that it catches.
#include <algorithm>
#include <memory>

#include "simnet/world.hpp"
#include "tests/catch.hpp"
#include "tests/contract/saboteurs.hpp"
#include "tests/contract/suite.hpp"

using namespace whitewater;
using namespace whitewater::simnet;
using namespace whitewater::contract;

namespace {

class WorldUnderTest final : public HostUnderTest {
 public:
  WorldUnderTest(const HostWishes& wishes, bool wire, SaboteurFactory sabotage, bool skewed)
      : sabotage_(sabotage), skewed_(skewed) {
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
    // The first is slow and stands still now and then, the second is fast and jumps ahead.
    const ClockJump still[] = {{milliseconds(7), microseconds(-900)}, {milliseconds(31), microseconds(-2'500)}};
    const ClockJump ahead[] = {{milliseconds(3), microseconds(700)}, {milliseconds(18), milliseconds(9)}};
    if (skewed) world_.set_clock(node(0), -100'000, milliseconds(5), still);
    if (skewed && wishes.nodes > 1) world_.set_clock(node(1), 150'000, {}, ahead);
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
  void run_for(Duration duration) override {
    world_.run_until(world_.now() + (skewed_ ? duration * 6 / 5 + milliseconds(4) : duration));
  }
  void crash(NodeId id) override { world_.kill(id); }
  void restart(NodeId id) override { world_.restart(id); }
  std::string restart_damaged(NodeId id, std::uint64_t index) override {
    world_.rot(id, index);
    world_.restart(id);
    return {};
  }

 private:
  SaboteurFactory sabotage_;
  bool skewed_;
  std::vector<std::unique_ptr<Saboteur>> saboteurs_;
  ProbeCodec codec_;
  World world_;
};

HostFactory worlds(bool wire, SaboteurFactory sabotage = nullptr, bool skewed = false) {
  return [=](const HostWishes& wishes) { return std::make_unique<WorldUnderTest>(wishes, wire, sabotage, skewed); };
}

void require_caught(SaboteurFactory sabotage, const std::string& clause, bool skewed = false) {
  const std::vector<std::string> names = caught(worlds(false, sabotage, skewed));
  CAPTURE(names, clause);
  REQUIRE(std::find(names.begin(), names.end(), clause) != names.end());
}

}  // namespace

TEST_CASE("the world keeps every clause of the host contract") {
  const bool wire = GENERATE(false, true);
  const bool skewed = GENERATE(false, true);
  for (const Clause& clause : all_clauses()) {
    const Broken broken = clause.check(worlds(wire, nullptr, skewed));
    CAPTURE(clause.name, wire, skewed, broken);
    REQUIRE(broken.empty());
  }
}

TEST_CASE("every clause catches a host that breaks it") {
  require_caught(make<ReleasesEarly>, "1a");
  require_caught(make<WritesBackwards>, "1b");
  require_caught(make<CountsTheLogFromOne>, "1c");
  require_caught(make<ForgetsTheSlots>, "4b");
  require_caught(make<HidesDamage>, "4c");
  require_caught(make<CommitsUnfinished>, "4d");
  require_caught(make<LosesTheLastChunk>, "4d");
  require_caught(make<LosesTheLastChunk>, "4e");
  require_caught(make<ReleasesEarly>, "4e");
  require_caught(make<FiresEarly>, "2a");
  require_caught(make<KeepsTheFirstDeadline>, "2b");
  require_caught(make<IgnoresCancel>, "2c");
  require_caught(make<KeepsTimersOverCrashes>, "2d");
  require_caught(make<FiresLate>, "2e");
  require_caught(make<ClockJumpsBack>, "3");
  require_caught(make<Alters>, "4a");
  require_caught(make<SwapsKinds>, "4a");
  require_caught(make<ReordersClients>, "5a");
  require_caught(make<ReordersClients>, "5b");
  require_caught(make<StartsSilently>, "6");
  require_caught(make<TakesNoTime>, "7a");
  require_caught(make<TakesNoTime>, "7b");
  require_caught(make<FiresByAnotherClock>, "2a", true);
  require_caught(make<ClockJumpsBack>, "3", true);
}
