// OnlineZones: what zones.hpp decides at the end, decided at each completion, for all keys. Completions come in the
// order of time, so a cluster's zone begins for ever where it begins; it only grows, and no two grow over the same
// moment unless that is the contradiction: n log n in all. Private to this folder.
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

  // A put has been called. False: its value had been put before, or is the initial one; then this cannot judge its key.
  bool call(std::uint32_t position);
  // A put or get has returned, later than all that returned before it.
  std::optional<Contradiction> complete(std::uint32_t position);

 private:
  static constexpr std::uint32_t none = 0xFFFF'FFFF;

  struct Cluster {
    std::int64_t first_return = Operation::never;
    std::int64_t last_call = 0;
    std::uint32_t key = 0;
    std::uint32_t value = 0;
    std::uint32_t first_return_of = none;  // operations
    std::uint32_t last_call_of = none;
    std::uint32_t next = none;       // of its key, by first return
    std::uint32_t looked_at = none;  // the last cluster that its zone is known to get on with
  };
  struct Key {
    std::uint32_t head = none;  // clusters that have a first return, in that order
    std::uint32_t tail = none;
    ZoneList zones;  // of clusters whose first return comes before their last call
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
  std::vector<std::uint32_t> slots_;  // by key and value: number of a cluster + 1, or 0; a power of two of them
  std::vector<Key> keys_;
};

}  // namespace whitewater::checks
