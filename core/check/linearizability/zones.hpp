// Zones (Gibbons & Korach 1997; Golab, Li & Shah 2011): decides a register whose values are each written once. A write
// and the reads of its value form a cluster. If a cluster's first return comes before its last call, the interval in
// between is its zone, and belongs to its value alone. The history is linearizable exactly if every read has a write
// that was called before the read returned, and no two clusters need each other's time.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/check/linearizability/contradiction.hpp"
#include "core/check/linearizability/key_history.hpp"

namespace whitewater::checks {

class Zones {
 public:
  // Collects the clusters of a key that is only put and read. Returns false if a value is written twice.
  bool gather(const KeyHistory& key);
  // Call it after gather(). Returns the contradiction, if there is one.
  std::optional<Contradiction> judge(const KeyHistory& key);

 private:
  static constexpr std::uint32_t none = 0xFFFF'FFFF;

  struct Cluster {
    std::int64_t first_return = Operation::never;
    std::int64_t last_call = std::numeric_limits<std::int64_t>::min();
    std::uint32_t value = 0;
    std::uint32_t write = none;
    std::uint32_t first_return_of = none;  // positions of operations; none: the initial value precedes all operations
    std::uint32_t last_call_of = none;
  };
  struct Zone {  // first_return < last_call: the whole interval belongs to the cluster
    std::int64_t first_return;
    std::int64_t last_call;
    std::uint32_t cluster;
  };

  Cluster& cluster_of(std::uint32_t value);
  void forget_clusters();
  std::optional<Contradiction> judge_clusters(const KeyHistory& key);
  std::optional<Contradiction> judge_zones(const KeyHistory& key);
  std::size_t first_from(std::int64_t time, std::size_t hint) const;
  Contradiction crossing(std::uint32_t key, const Cluster& a, const Cluster& b) const;

  std::vector<std::uint32_t> cluster_of_value_;  // none: no cluster
  std::vector<Cluster> clusters_;
  std::vector<Zone> zones_;
};

}  // namespace whitewater::checks
