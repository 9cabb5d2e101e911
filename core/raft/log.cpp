// The hash of each prefix is computed when its last entry is appended, so two prefixes are compared in one step.
#include "core/raft/log.hpp"

#include <algorithm>

namespace whitewater::raft {

void Log::restart_behind(const Point& prefix) {
  before_ = prefix.index;
  truncate_to(prefix.index);
  entries_.front() = {prefix.term, {}};
  chain_.front() = prefix.hash;
}

void Log::assign(std::span<const Entry> entries) {
  clear();
  for (const Entry& entry : entries) append(entry);
}

void Log::append(const Entry& entry) {
  check(entry.term >= last_term(), "terms never decrease along the log");
  chain_.push_back(combine(chain_.back(), entry.command.fold() + entry.term.value * 0xC2B2AE3D27D4EB4Full));
  entries_.push_back(entry);
  last_ = last_.next();
}

void Log::truncate(Index first) {
  check(contains(first), "only entries that the log holds are removed");
  truncate_to(first.previous());
}

void Log::truncate_to(Index last) {
  last_ = last;
  entries_.shrink(last - before_ + 1);
  chain_.shrink(last - before_ + 1);
}

void Log::compact(Index last) {
  check(knows(last), "only entries that the log holds are compacted");
  const auto gone = static_cast<std::ptrdiff_t>(last - before_);
  if (gone == 0) return;
  std::move(entries_.begin() + gone, entries_.end(), entries_.begin());
  std::move(chain_.begin() + gone, chain_.end(), chain_.begin());
  entries_.front().command.reset();
  before_ = last;
  truncate_to(last_);
}

Index Log::first_of_term_at(Index index) const {
  if (index == before_) return index;
  const auto end = entries_.begin() + static_cast<std::ptrdiff_t>(index - before_);
  const auto first = std::lower_bound(entries_.begin() + 1, end, entry(index).term,
                                      [](const Entry& e, Term term) { return e.term < term; });
  return before_ + static_cast<std::uint64_t>(first - entries_.begin());
}

Index Log::last_up_to_term(Term term, Index limit) const {
  const auto held = std::max(std::min(limit, last_index()), before_) - before_;
  const auto end = entries_.begin() + static_cast<std::ptrdiff_t>(held) + 1;
  const auto behind =
      std::upper_bound(entries_.begin() + 1, end, term, [](Term t, const Entry& e) { return t < e.term; });
  return before_ + static_cast<std::uint64_t>(behind - entries_.begin() - 1);
}

Index Log::batch_end(Index first, Index limit, std::uint32_t bytes_max) const {
  check(contains(first) && contains(limit) && first <= limit, "a batch is a range of the log");
  std::uint64_t bytes = EntryBatch::wire_bytes_empty + EntryBatch::wire_bytes_of(entry(first));
  Index last = first;
  while (last < limit) {
    bytes += EntryBatch::wire_bytes_of(entries_[last.next() - before_]);
    if (bytes > bytes_max) break;
    last = last.next();
  }
  return last;
}

PayloadRef Log::batch(PayloadPool& pool, Index first, Index last) const {
  check(contains(first) && contains(last) && first <= last, "a batch is a range of the log");
  return make_batch(pool, &entries_[first - before_], static_cast<std::uint32_t>(last - first + 1));
}

}  // namespace whitewater::raft
