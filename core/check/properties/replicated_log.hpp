// What the cluster-wide properties see of one replica: a few numbers after every event, and its log when the numbers
// changed. Knows no protocol's types, so that a test can show any state, and any log with terms can be judged.
#pragma once

#include <cstdint>

namespace whitewater::checks {

// The fields are in the order in which they are compared: the field that changes most often comes first.
struct ReplicaState {
  std::uint64_t last_hash = 0;  // chain hash at last_index
  std::uint64_t commit_index = 0;
  std::uint64_t applied = 0;     // commands up to this index are in the state machine
  std::uint64_t state_hash = 0;  // stands for the content of the state machine
  std::uint64_t last_index = 0;
  std::uint64_t term = 0;
  bool leading = false;

  friend bool operator==(const ReplicaState&, const ReplicaState&) = default;
};

class ReplicaView {
 public:
  virtual ~ReplicaView() = default;
  virtual ReplicaState state() const = 0;
  // The entries before it are compacted: a snapshot stands for them.
  virtual std::uint64_t first_index() const { return 1; }
  // The term of the entry at index. Precondition: index is from 1 and from the one before first_index on, and at most
  // last_index. The same holds for the chain hash.
  virtual std::uint64_t term(std::uint64_t index) const = 0;
  // Stands for all entries up to and including index: equal prefixes have equal hashes.
  virtual std::uint64_t chain_hash(std::uint64_t index) const = 0;
  // True if the entries up to and including index have this hash. False if the log cannot tell: they are compacted.
  virtual bool agrees(std::uint64_t index, std::uint64_t hash) const {
    return index + 1 >= first_index() && chain_hash(index) == hash;
  }
};

}  // namespace whitewater::checks
