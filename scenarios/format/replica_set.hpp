// ReplicaSet: replicas as a fault of a file names them: ids, roles that are looked up at the moment at which the fault
// strikes, replicas that are drawn, and unions of all these.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/base/ids.hpp"

namespace whitewater::scenarios {

enum class ReplicaRole : std::uint8_t {
  all,
  dead,
  leader,
  named_leader,
  previous_leader,
  candidate,
  followers,
  majority,
  minority,
  paused
};

struct RoleRow {
  std::string_view name;
  std::string_view meaning;
};
// By ReplicaRole.
inline constexpr std::array<RoleRow, 10> replica_roles{{
    {"all", "every replica"},
    {"dead", "the replicas that were killed and have not started again"},
    {"leader",
     "the living replica that leads; of several, the one of the latest term. In a point fault: `named_leader`"},
    {"named_leader", "the replica that the replicas' messages named last as leader, if it lives"},
    {"previous_leader", "the leader before the latest one"},
    {"candidate", "the replicas that ask for votes"},
    {"followers", "the living replicas that neither lead nor ask for votes"},
    {"majority",
     "half of the replicas, rounded down, and one more: the leader, if there is one, and others that are drawn"},
    {"minority", "all but the `majority` of the same fault"},
    {"paused", "the replicas that are paused"},
}};

struct ReplicaSet {
  NodeSet nodes;
  std::uint16_t roles = 0;   // a bit for each ReplicaRole
  std::uint16_t random = 0;  // so many that are drawn

  static constexpr ReplicaSet of(ReplicaRole role) { return {{}, bit(role), 0}; }
  static constexpr ReplicaSet of(NodeSet nodes) { return {nodes, 0, 0}; }

  constexpr bool has(ReplicaRole role) const { return (roles & bit(role)) != 0; }
  constexpr void insert(ReplicaRole role) { roles = static_cast<std::uint16_t>(roles | bit(role)); }
  constexpr void erase(ReplicaRole role) { roles = static_cast<std::uint16_t>(roles & ~bit(role)); }
  bool empty() const { return nodes.empty() && roles == 0 && random == 0; }
  friend bool operator==(const ReplicaSet&, const ReplicaSet&) = default;

  // Roles and draws as the number of a role that simnet hands back when a fault strikes; 0: none. Below
  // replica_role_numbers a workload has roles of its own.
  static constexpr std::uint32_t replica_role_numbers = std::uint32_t{1} << 31;
  constexpr std::uint32_t role_number() const {
    return roles == 0 && random == 0 ? 0 : replica_role_numbers | std::uint32_t{random} << 16 | roles;
  }
  static constexpr ReplicaSet of_role_number(std::uint32_t number) {
    return {{}, static_cast<std::uint16_t>(number), static_cast<std::uint16_t>(number >> 16 & 0x7FFF)};
  }

  static constexpr std::uint16_t bit(ReplicaRole role) {
    return static_cast<std::uint16_t>(1u << static_cast<unsigned>(role));
  }
};

}  // namespace whitewater::scenarios
