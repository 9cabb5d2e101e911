// KeyDecider: decides one key with the cheapest method that can decide it. Keeps the methods' memory from key to key,
// and one budget for all keys. Private to this folder.
#pragma once

#include <optional>
#include <span>

#include "core/check/linearizability/append_order.hpp"
#include "core/check/linearizability/linearizability.hpp"
#include "core/check/linearizability/search_memory.hpp"
#include "core/check/linearizability/witness.hpp"
#include "core/check/linearizability/zones.hpp"

namespace whitewater::checks {

class KeyDecider {
 public:
  // Resets to the initial state, keeping memory.
  void reset(const LinearizabilityOptions& options) { budget_ = {options.steps_max, options.bytes_max}; }

  // witness: the key's operations in an order that may be a linearization; empty if no order is known.
  KeyVerdict decide(const KeyHistory& key, std::span<const std::uint32_t> witness,
                    std::vector<Contradiction>& contradictions);

 private:
  std::optional<Contradiction> judge(const KeyHistory& key, KeyVerdict& verdict);
  std::optional<Contradiction> read_of_nothing(const KeyHistory& key);
  bool guess_order(const KeyHistory& key);
  template <class Search>
  std::optional<Contradiction> search(const KeyHistory& key, KeyVerdict& verdict);

  SearchBudget budget_;
  WitnessCheck witness_;
  std::vector<std::uint32_t> guess_;
  std::vector<std::uint32_t> written_;
  Zones zones_;
  AppendOrder append_order_;
  SearchMemory memory_;
};

}  // namespace whitewater::checks
