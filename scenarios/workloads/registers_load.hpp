// RegistersLoad: what the clients of the workload registers will ask, as far as no answer decides it. A draw hashes
// (seed, stream, client, number of the operation among the client's), so an operation that is not asked, a client that
// is not there, or an answer that comes later changes no other draw. A replica is drawn by the highest hash, so one
// that is not there changes only the draws that it had won.
#pragma once

#include <cstdint>

#include "core/base/hash.hpp"
#include "core/base/ids.hpp"
#include "core/base/node_numbers.hpp"
#include "core/base/random.hpp"
#include "scenarios/workloads/registers_options.hpp"

namespace whitewater::scenarios {

// An operation of one client: a place in its plan.
struct PlannedOperation {
  static constexpr std::uint32_t drawn = 0xFFFF'FFFF;

  unsigned client = 0;
  std::uint32_t number = 0;
  std::uint32_t listed = drawn;  // its place in the list, if there is one
};

class RegistersLoad {
 public:
  void reset(const Registers& options, unsigned replicas, std::uint64_t seed, const NodeNumbers& numbers = {}) {
    options_ = options;
    replicas_ = replicas;
    seed_ = seed;
    numbers_ = numbers;
  }
  const Registers& options() const { return options_; }
  unsigned replicas() const { return replicas_; }

  bool is_get(PlannedOperation operation) const {
    if (const ListedOperation* const asked = listed(operation); asked != nullptr && asked->kind)
      return *asked->kind == ListedOperation::Kind::get;
    if (operation.client + options_.read_only_clients >= options_.clients) return true;
    return below(stream("registers/kind"), operation, options_.gets + options_.puts) < options_.gets;
  }
  std::uint32_t key(PlannedOperation operation) const {
    if (const ListedOperation* const asked = listed(operation); asked != nullptr && asked->key) return *asked->key;
    return static_cast<std::uint32_t>(below(stream("registers/key"), operation, options_.keys));
  }
  // Of an attempt that puts; without a limit on the values: not asked.
  std::uint32_t value(PlannedOperation operation, std::uint32_t attempt) const {
    if (const ListedOperation* const asked = listed(operation); asked != nullptr && asked->value && attempt == 0)
      return *asked->value;
    return static_cast<std::uint32_t>(
        scale(word(stream("registers/value"), operation, attempt), std::uint64_t{options_.values}));
  }
  std::uint32_t value_bytes(PlannedOperation operation) const {
    const std::uint64_t sizes = std::uint64_t{options_.value_bytes_max} - options_.value_bytes_min + 1;
    return options_.value_bytes_min + static_cast<std::uint32_t>(below(stream("registers/bytes"), operation, sizes));
  }
  // The pause before the operation.
  Duration think(PlannedOperation operation) const {
    return options_.think.sample(word(stream("registers/think"), operation, 0));
  }
  bool stray(PlannedOperation operation, std::uint32_t attempt) const {
    return happens(word(stream("registers/stray"), operation, attempt), options_.stray);
  }
  bool sent_twice(PlannedOperation operation, std::uint32_t attempt) const {
    return happens(word(stream("registers/twice"), operation, attempt), options_.send_twice);
  }
  // Any replica, but for `except` when there is another one. sending: of that attempt, from 0.
  NodeId replica(PlannedOperation operation, std::uint32_t attempt, std::uint32_t sending,
                 NodeId except = no_node) const {
    NodeId chosen = except;
    std::uint64_t highest = 0;
    for (const NodeId node : NodeSet::first(replicas_) - NodeSet::of(except)) {
      const std::uint64_t drawn =
          combine(word(stream("registers/replica"), operation, hash_words(attempt, sending)), numbers_.of(node));
      if (chosen != except && drawn < highest) continue;
      chosen = node;
      highest = drawn;
    }
    return chosen;
  }

 private:
  const ListedOperation* listed(PlannedOperation operation) const {
    return operation.listed == PlannedOperation::drawn ? nullptr : &(*options_.requests)[operation.listed];
  }
  std::uint64_t word(std::uint64_t what, PlannedOperation operation, std::uint64_t which) const {
    return hash_words(seed_, what, operation.client, operation.number, which);
  }
  std::uint64_t below(std::uint64_t what, PlannedOperation operation, std::uint64_t count) const {
    return scale(word(what, operation, 0), count);
  }

  Registers options_;
  unsigned replicas_ = 1;
  std::uint64_t seed_ = 1;
  NodeNumbers numbers_;
};

}  // namespace whitewater::scenarios
