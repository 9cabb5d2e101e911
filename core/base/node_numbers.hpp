// NodeNumbers: by which number draws know each replica. Usually its id; but a cluster that was made smaller keeps the
// numbers of the replicas that are left, so that all that is drawn for them stays. Decides nothing but draws.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/base/ids.hpp"

namespace whitewater {

class NodeNumbers {
 public:
  constexpr NodeNumbers() {
    for (std::size_t i = 0; i < numbers_.size(); ++i) numbers_[i] = static_cast<std::uint16_t>(i);
  }
  constexpr void set(NodeId node, std::uint16_t number) { numbers_[node.value] = number; }
  constexpr std::uint16_t of(NodeId node) const { return numbers_[node.value]; }
  friend bool operator==(const NodeNumbers&, const NodeNumbers&) = default;

 private:
  std::array<std::uint16_t, NodeSet::nodes_max> numbers_{};
};

}  // namespace whitewater
