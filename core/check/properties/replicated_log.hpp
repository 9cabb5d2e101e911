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
  // The term of the entry at index. Precondition: 1 <= index <= last_index.
  virtual std::uint64_t term(std::uint64_t index) const = 0;
  // Stands for all entries up to and including index: equal prefixes have equal hashes.
  virtual std::uint64_t chain_hash(std::uint64_t index) const = 0;
};

}  // namespace whitewater::checks
