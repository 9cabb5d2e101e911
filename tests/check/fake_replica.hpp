// A replica that is whatever a test says: states that no correct one can reach are shown to the checks by hand.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/hash.hpp"
#include "core/check/properties/replicated_log.hpp"

namespace whitewater::checks {

class FakeReplica final : public ReplicaView {
 public:
  std::uint64_t term_now = 1;
  std::uint64_t commit_index = 0;
  std::uint64_t applied = 0;
  std::uint64_t state_hash = 7;
  bool leading = false;

  // One entry; command tells entries of the same term apart.
  void append(std::uint64_t term, std::uint64_t command = 0) {
    terms_.push_back(term);
    chain_.push_back(hash_words(last_hash(), term, command));
  }
  void truncate(std::uint64_t first) {
    terms_.resize(first - 1);
    chain_.resize(first - 1);
  }
  // As an honest state machine does: its content is a function of what was applied.
  void commit_and_apply(std::uint64_t index) {
    commit_index = applied = index;
    state_hash = chain_hash(index);
  }

  std::uint64_t term(std::uint64_t index) const override { return terms_.at(index - 1); }
  std::uint64_t chain_hash(std::uint64_t index) const override { return chain_.at(index - 1); }

  ReplicaState state() const override {
    ReplicaState state;
    state.term = term_now;
    state.commit_index = commit_index;
    state.last_index = terms_.size();
    state.last_hash = last_hash();
    state.applied = applied;
    state.state_hash = state_hash;
    state.leading = leading;
    return state;
  }

 private:
  std::uint64_t last_hash() const { return chain_.empty() ? 99 : chain_.back(); }

  std::vector<std::uint64_t> terms_;
  std::vector<std::uint64_t> chain_;
};

}  // namespace whitewater::checks
