// Episodes: faults that begin, last, and end. Each one that ends takes back only what it did itself, so episodes may
// overlap. At one time ends come before begins, then the lower number comes first. heal ends all that are open.
// An episode has a number of its own: draws and the digest use it, never its place in the plan.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/time.hpp"
#include "simnet/fault.hpp"
#include "simnet/faults/kind.hpp"

namespace whitewater::simnet::faults {

struct Episode {
  std::uint32_t number = 0;
  Time begin;
  std::optional<Duration> lasts;  // nothing: until the heal
  Target whom;                    // of links: the senders
  Target to;                      // of links: the receivers
  FaultSpec what;
  friend bool operator==(const Episode&, const Episode&) = default;
};

// What an episode did so far.
struct Evidence {
  bool begun = false;
  bool ended = false;
  NodeSet nodes;               // whom it struck (kill, pause)
  std::uint64_t messages = 0;  // how many messages between replicas it changed or stopped, as far as the world can tell
  bool effect() const { return !nodes.empty() || messages > 0; }
};

// One begin or end.
struct Change {
  const Episode& episode;
  std::size_t place;  // in the plan
  bool begins;
  NodeSet first;
  NodeSet second;
};

class Episodes {
 public:
  void clear();
  void set(std::span<const Episode> plan, Time heal);
  void set_resolver(RoleResolver* resolver) { resolver_ = resolver; }

  // time_never: nothing is left to begin or to end.
  Time next() const;
  // The next begin or end; the world's time is its time.
  Change change(World& world);

  bool open() const { return !open_.empty(); }
  void saw(NodeId from, NodeId to, SendOutcome outcome, unsigned copies);
  // By place in the plan.
  std::span<const Evidence> evidence() const { return evidence_; }

 private:
  struct Open {
    std::size_t place;
    Time end;
    Undo undo;
    Struck struck;
  };

  std::size_t next_end() const;
  NodeSet resolve(const Target& target, const Episode& episode, Time now) const;
  NodeSet held(const World& world, KindId kind) const;
  Change begin(World& world);
  Change end(World& world, std::size_t at);

  std::vector<Episode> plan_;
  std::vector<std::size_t> order_;  // places in the plan, by begin, then number
  std::size_t begun_ = 0;           // of order_
  std::vector<Open> open_;
  std::vector<Evidence> evidence_;
  Time heal_ = time_never;
  RoleResolver* resolver_ = nullptr;
};

}  // namespace whitewater::simnet::faults
