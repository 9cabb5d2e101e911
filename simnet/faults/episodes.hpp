// Episodes: carries out a plan of episodes. An episode that ends takes back only what it did itself, so episodes may
// overlap. At one time, ends come before begins, then the lower number comes first. The heal comes last: it ends all
// open episodes, and makes all links between replicas plain. No episode begins after the heal.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/base/time.hpp"
#include "simnet/faults/episode.hpp"
#include "simnet/faults/kind.hpp"
#include "simnet/faults/starter.hpp"

namespace whitewater::simnet::faults {

// What an episode of the plan did so far, in all its occurrences.
struct Evidence {
  std::uint32_t begun = 0;
  std::uint32_t ended = 0;
  NodeSet targets;             // whom its roles and names meant
  NodeSet nodes;               // whom it struck (kill, pause)
  std::uint64_t messages = 0;  // how many messages between replicas it changed or stopped, as far as the world can tell
  bool took_back = false;      // it ended something that was open
  bool effect() const { return !nodes.empty() || messages > 0 || took_back; }
};

// One step of the plan: an episode begins or ends, or all heals.
struct Change {
  // An episode that ended in this step.
  struct Ended {
    std::size_t place;
    NodeSet targets;
  };

  EpisodeRecord::What what = EpisodeRecord::What::begins;
  std::size_t place = 0;  // in the plan; of the heal: no meaning
  NodeSet first;
  NodeSet second;
  std::span<const Ended> ended{};  // besides itself
};

class Episodes {
 public:
  void clear();
  void set(std::span<const Episode> plan, Time heal);
  // Those that watch the run to say when episodes of this plan begin; begin: what they call.
  std::vector<Observer*> watch(const Starter::Begin& begin);
  void start(std::size_t place, Time at) { schedule({at, place, 0}); }
  void set_resolver(RoleResolver* resolver) { resolver_ = resolver; }

  // time_never: nothing is left to happen.
  Time next() const;
  // The next step; the machines' time is its time. Valid until the next call.
  Change change(Machines& machines);

  bool open() const { return !open_.empty(); }
  // Some fault of the plan strikes disks.
  bool strike_disks() const;
  void saw(NodeId from, NodeId to, SendOutcome outcome, unsigned copies);
  std::span<const Episode> plan() const { return plan_; }
  // By place in the plan.
  std::span<const Evidence> evidence() const { return evidence_; }

 private:
  struct Due {
    Time time;
    std::size_t place;
    std::uint32_t occurrence;
  };
  struct Open {
    std::size_t place;
    Time end;
    Undo undo;
    NodeSet first;
    NodeSet second;
  };

  bool later(const Due& a, const Due& b) const;
  void schedule(const Due& due);
  Due take_due();
  std::size_t next_end() const;
  NodeSet resolve(const Target& target, const Asker& asker, Time now) const;
  NodeSet held(const Machines& machines, KindId kind) const;
  Change begin(Machines& machines);
  Change end(Machines& machines, std::size_t at);
  Change heal(Machines& machines);
  bool take_back(Machines& machines, KindId kind, NodeSet nodes, const LinkSet& links);
  bool end_like(Machines& machines, const Episode& episode, const Struck& struck);

  std::vector<Episode> plan_;
  std::vector<Due> due_;  // a heap; the next one first
  std::vector<Open> open_;
  std::vector<Change::Ended> ended_;  // in the latest step
  std::vector<Evidence> evidence_;
  Time heal_ = time_never;
  bool healed_ = false;
  RoleResolver* resolver_ = nullptr;
  std::array<std::unique_ptr<Starter>, std::variant_size_v<When>> starters_;  // made when first needed
};

}  // namespace whitewater::simnet::faults
