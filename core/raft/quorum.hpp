// Counting majorities: what at least so many of a few nodes have reached. Knows no roles.
#pragma once

#include <cstddef>
#include <span>
#include <utility>

namespace whitewater::raft {

// The rank-th largest (1: the largest) of a few values, which are reordered. Insertion sort: values are as
// many as a cluster has members, and mostly sorted or equal.
template <class Value>
Value rank_largest(std::span<Value> values, std::size_t rank) {
  for (std::size_t i = 1; i < values.size(); ++i)
    for (std::size_t j = i; j > 0 && values[j - 1] < values[j]; --j) std::swap(values[j - 1], values[j]);
  return values[rank - 1];
}

}  // namespace whitewater::raft
