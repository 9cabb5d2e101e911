// Rumour spreading in a lossy, partitioned network: the smallest useful program on whitewater::simnet.
// A node that knows the rumour tells a random peer every 10 ms, until it has met five who knew already.
#include <cstdio>
#include <vector>

#include "core/base/random.hpp"
#include "simnet/world.hpp"

using namespace whitewater;

// A message: a number for its kind, a fold (what it is worth to the digest), a size on the wire.
struct Rumour {
  static constexpr PayloadKind payload_kind{1000, "rumour"};
  std::uint32_t hops = 0;
  std::uint64_t fold() const { return hash_words(payload_kind.number, hops); }
  std::uint32_t wire_bytes() const { return 4; }
};
struct KnewAlready {
  static constexpr PayloadKind payload_kind{1001, "knew_already"};
  std::uint64_t fold() const { return payload_kind.number; }
  std::uint32_t wire_bytes() const { return 1; }
};

class Gossip final : public Actor {
 public:
  Gossip(NodeId self, unsigned nodes, std::uint64_t seed) : self_(self), nodes_(nodes), seed_(seed) {}

  void handle(const Event& event, Time now, Effects& effects) override {
    if (std::get_if<Started>(&event) != nullptr) {
      if (self_.value == 0) learn(0, now, effects);  // node 0 starts the rumour
    } else if (const auto* message = std::get_if<MessageArrived>(&event)) {
      if (const auto* rumour = message->payload.get_if<Rumour>()) {
        if (knows_) effects.send_message(message->from, effects.make<KnewAlready>());
        if (!knows_) learn(rumour->hops + 1, now, effects);
      } else {
        ++bored_;
      }
    } else if (std::get_if<TimerFired>(&event) != nullptr && bored_ < 5) {
      // Draws are hashes of who draws and for what. There is no generator whose state could leak.
      const std::uint64_t word = hash_words(seed_, stream("gossip"), self_.value, ++told_);
      const auto step = 1 + scale(word, nodes_ - 1);
      const NodeId peer{static_cast<std::uint16_t>((self_.value + step) % nodes_)};
      effects.send_message(peer, effects.make<Rumour>(hops_), /*identity=*/told_);
      effects.set_timer(TimerId{0}, now + milliseconds(10));
    }
  }

  std::uint64_t fingerprint() const override { return hash_words(knows_ ? 1 : 0, hops_, told_, bored_); }
  bool knows() const { return knows_; }
  unsigned hops() const { return hops_; }

 private:
  void learn(std::uint32_t hops, Time now, Effects& effects) {
    knows_ = true;
    hops_ = hops;
    effects.set_timer(TimerId{0}, now + milliseconds(10));
  }

  NodeId self_;
  unsigned nodes_;
  std::uint64_t seed_;
  bool knows_ = false;
  std::uint32_t hops_ = 0;
  std::uint64_t told_ = 0;
  unsigned bored_ = 0;
};

int main() {
  constexpr unsigned nodes = 20;
  constexpr std::uint64_t seed = 7;

  simnet::WorldConfig config;
  config.seed = seed;
  config.nodes = nodes;
  config.replicas = nodes;
  config.message_link.delay = {simnet::DelayModel::Kind::uniform, milliseconds(1), milliseconds(5), {}, {}, {}, {}};
  config.message_link.loss = Probability{200'000};  // parts per million: every fifth message is lost

  std::vector<Gossip> actors;
  for (std::uint16_t i = 0; i < nodes; ++i) actors.emplace_back(NodeId{i}, nodes, seed);

  simnet::World world;
  world.reset(config);
  for (std::uint16_t i = 0; i < nodes; ++i) {
    world.add(NodeId{i}, actors[i]);
    world.start(NodeId{i});
  }
  // The last five nodes are cut off from 15 ms to 60 ms.
  const std::vector<simnet::faults::Episode> faults{{.begin = Time{} + milliseconds(15),
                                                     .lasts = milliseconds(45),
                                                     .whom = {NodeSet::first(nodes) - NodeSet::first(nodes - 5)},
                                                     .what = {simnet::faults::KindId::partition}}};
  world.set_episodes(faults);
  world.run_until(Time{} + seconds(1));

  unsigned informed = 0, hops_max = 0;
  for (const Gossip& actor : actors) {
    informed += actor.knows() ? 1 : 0;
    hops_max = actor.hops() > hops_max ? actor.hops() : hops_max;
  }
  std::printf("%u of %u nodes know, over at most %u hops; %llu events, digest %016llx\n", informed, nodes, hops_max,
              static_cast<unsigned long long>(world.events()), static_cast<unsigned long long>(world.digest()));
  return informed == nodes ? 0 : 1;
}
