// A replica that is whatever a test says: states that no correct one can reach are shown to the checks by hand.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/check.hpp"
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
  // A snapshot stands for the entries up to index from now on.
  void compact(std::uint64_t index) { compacted_ = index; }
  // It holds nothing but a snapshot of the entries that `other` holds up to index, which are committed and applied.
  void install(const FakeReplica& other, std::uint64_t index) {
    terms_.assign(other.terms_.begin(), other.terms_.begin() + static_cast<std::ptrdiff_t>(index));
    chain_.assign(other.chain_.begin(), other.chain_.begin() + static_cast<std::ptrdiff_t>(index));
    compact(index);
    commit_and_apply(index);
  }
  // As an honest state machine does: its content is a function of what was applied.
  void commit_and_apply(std::uint64_t index) {
    commit_index = applied = index;
    state_hash = chain_hash(index);
  }

  std::uint64_t first_index() const override { return compacted_ + 1; }
  std::uint64_t term(std::uint64_t index) const override { return terms_.at(known(index) - 1); }
  std::uint64_t chain_hash(std::uint64_t index) const override { return chain_.at(known(index) - 1); }

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
  // Nobody may ask for what is compacted.
  std::uint64_t known(std::uint64_t index) const {
    check(index >= compacted_ && index > 0, "only entries that the log holds are asked for");
    return index;
  }
  std::uint64_t last_hash() const { return chain_.empty() ? 99 : chain_.back(); }

  std::vector<std::uint64_t> terms_;
  std::vector<std::uint64_t> chain_;
  std::uint64_t compacted_ = 0;
};

}  // namespace whitewater::checks
