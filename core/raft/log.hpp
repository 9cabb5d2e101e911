// Log: the entries that a node holds in memory, from index 1 on, with a hash of every prefix (Raft §5.3). Terms
// never decrease along a log, so a binary search finds a term. Knows nothing of commitment, durability or
// messages.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/check.hpp"
#include "core/base/lane.hpp"
#include "core/raft/types.hpp"

namespace whitewater::raft {

class Log {
 public:
  // The hash of the empty prefix.
  static constexpr std::uint64_t chain_start = mix(0x77617465'72726166ull);

  Log() {
    entries_.push_back(Entry{});
    chain_.push_back(chain_start);
  }
  // Removes all entries, keeping memory.
  void clear();
  void assign(std::span<const Entry> entries);

  Index last_index() const { return last_; }
  Term last_term() const { return entries_.back().term; }
  bool contains(Index index) const { return index.value - 1 < last_index().value; }
  const Entry& entry(Index index) const {
    check(contains(index), "only entries that the log holds are asked for");
    return entries_[index.value];
  }
  // The term of the entry at index; 0 for index 0.
  Term term_at(Index index) const {
    check(index <= last_index(), "only entries that the log holds have a term");
    return entries_[index.value].term;
  }
  // A hash of terms and commands up to and including index; equal prefixes have equal hashes.
  std::uint64_t chain_hash(Index index) const {
    check(index <= last_index(), "only prefixes of the log have a hash");
    return chain_[index.value];
  }
  // The hash of the whole log.
  std::uint64_t last_hash() const { return chain_.back(); }

  void append(const Entry& entry);
  // Removes the entry at `first` and all entries after it.
  void truncate(Index first);

  // The first entry of the term that the entry at index has. Raft §5.3: a rejecting follower tells its leader this.
  Index first_of_term_at(Index index) const;
  // The last entry up to limit whose term is at most `term`; 0 if there is none.
  Index last_up_to_term(Term term, Index limit) const;

  // The last index of a batch that starts at `first`, ends at limit at the latest, and takes at most bytes_max on the
  // wire. A batch has at least one entry.
  Index batch_end(Index first, Index limit, std::uint32_t bytes_max) const;
  PayloadRef batch(PayloadPool& pool, Index first, Index last) const;

 private:
  void truncate_to(Index last);

  // By index. Position 0 stands for the point before the first entry.
  Lane<Entry> entries_;
  Lane<std::uint64_t> chain_;
  Index last_;
};

}  // namespace whitewater::raft
