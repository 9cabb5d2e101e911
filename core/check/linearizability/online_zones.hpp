// OnlineZones: makes the decision of zones.hpp at each completion instead of at the end, for all keys. Completions come
// in the order of time, so the start of a cluster's zone never changes. A zone only grows, and no two zones grow over
// the same moment without a contradiction: O(n log n) in total. Private to this folder.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "core/check/linearizability/contradiction.hpp"
#include "core/check/linearizability/zone_list.hpp"

namespace whitewater::checks {

class OnlineZones {
 public:
  explicit OnlineZones(const History& history) : history_(history) {}

  // Resets to the initial state, keeping memory.
  void reset();

  // A put was called. Returns false if its value was put before, or is the initial value; then this class cannot decide
  // the key.
  bool call(std::uint32_t position);
  // A put or get returned, later than all earlier returns.
  std::optional<Contradiction> complete(std::uint32_t position);

 private:
  static constexpr std::uint32_t none = 0xFFFF'FFFF;

  struct Cluster {
    std::int64_t first_return = Operation::never;
    std::int64_t last_call = 0;
    std::uint32_t key = 0;
    std::uint32_t value = 0;
    std::uint32_t first_return_of = none;  // positions of operations
    std::uint32_t last_call_of = none;
    std::uint32_t next = none;       // the key's next cluster in the order of first returns
    std::uint32_t looked_at = none;  // the last cluster that was compared with this zone without a contradiction
  };
  struct Key {
    std::uint32_t head = none;  // the clusters that have a first return, in the order of first returns
    std::uint32_t tail = none;
    ZoneList zones;  // the zones of the clusters whose first return comes before their last call
  };

  Key& key_of(std::uint32_t key) {
    if (key >= keys_.size()) keys_.resize(key + 1);
    return keys_[key];
  }
  std::uint32_t& slot_of(std::uint32_t key, std::uint32_t value);
  void grow();
  std::optional<Contradiction> read_initial(std::uint32_t position);
  std::optional<Contradiction> judge_moment(const Cluster& cluster);
  std::optional<Contradiction> judge_zone(Cluster& cluster, bool is_new);
  Contradiction crossing(const Cluster& a, const Cluster& b) const;

  const History& history_;
  std::deque<Cluster> clusters_;
  std::vector<std::uint32_t> slots_;  // by key and value: number of a cluster + 1, or 0; the size is a power of two
  std::vector<Key> keys_;
};

}  // namespace whitewater::checks
