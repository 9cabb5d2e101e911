// Log: the entries that a node holds in memory, with a hash of every prefix (Raft §5.3). The log may begin behind a
// compacted prefix, of which it keeps only the last entry's index and term, and the prefix's hash (Raft §7). Terms
// never decrease along a log, so a binary search finds a term. Knows nothing of commitment, durability, snapshots or
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

  // The end of a prefix: the index and the term of its last entry, and the prefix's hash.
  struct Point {
    Index index;
    Term term;
    std::uint64_t hash = chain_start;
    friend bool operator==(const Point&, const Point&) = default;
  };

  Log() {
    entries_.push_back(Entry{});
    chain_.push_back(chain_start);
  }
  // Removes all entries, keeping memory. The log begins at index 1 again.
  void clear() { restart_behind({}); }
  // The same, but the log begins behind a compacted prefix, whose entries it never holds.
  void restart_behind(const Point& prefix);
  void assign(std::span<const Entry> entries);

  Index last_index() const { return last_; }
  Term last_term() const { return entries_.back().term; }
  // The compacted prefix: the log holds the entries behind it. Index 0: nothing is compacted.
  Point compacted() const { return point_at(before_); }
  Index compacted_to() const { return before_; }
  Index first_index() const { return before_.next(); }
  bool contains(Index index) const { return index.value - before_.value - 1 < last_ - before_; }
  // True if the log can tell the term and the hash at this index: of what it contains, and of the compacted prefix.
  bool knows(Index index) const { return index.value - before_.value <= last_ - before_; }
  const Entry& entry(Index index) const {
    check(contains(index), "only entries that the log holds are asked for");
    return entries_[index - before_];
  }
  // The term of the entry at index; 0 for index 0.
  [[gnu::always_inline]] Term term_at(Index index) const {
    check(knows(index), "only entries that the log holds have a term, and the last one that was compacted");
    return entries_[index - before_].term;
  }
  // A hash of terms and commands up to and including index; equal prefixes have equal hashes.
  std::uint64_t chain_hash(Index index) const {
    check(knows(index), "only prefixes of the log have a hash");
    return chain_[index - before_];
  }
  // True if it knows the prefix up to and including index, and that has this hash.
  bool agrees(Index index, std::uint64_t hash) const { return knows(index) && chain_[index - before_] == hash; }
  Point point_at(Index index) const { return {index, term_at(index), chain_hash(index)}; }
  // The hash of the whole log.
  std::uint64_t last_hash() const { return chain_.back(); }

  void append(const Entry& entry);
  // Removes the entry at `first` and all entries after it.
  void truncate(Index first);
  // Forgets the entries up to `last`, which the log knows: they are the compacted prefix now (Raft §7).
  void compact(Index last);

  // The first entry that the log holds of the term that the entry at index has; index itself at the end of the
  // compacted prefix. Raft §5.3: a rejecting follower tells its leader this.
  Index first_of_term_at(Index index) const;
  // The last entry up to limit whose term is at most `term`; the end of the compacted prefix if the log holds none.
  Index last_up_to_term(Term term, Index limit) const;

  // The last index of a batch that starts at `first`, ends at limit at the latest, and takes at most bytes_max on the
  // wire. A batch has at least one entry.
  Index batch_end(Index first, Index limit, std::uint32_t bytes_max) const;
  PayloadRef batch(PayloadPool& pool, Index first, Index last) const;

 private:
  void truncate_to(Index last);

  // Position 0 stands for the compacted prefix, and keeps its term and hash.
  Lane<Entry> entries_;
  Lane<std::uint64_t> chain_;
  Index before_;  // the index at position 0
  Index last_;
};

}  // namespace whitewater::raft
