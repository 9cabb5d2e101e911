// Term, Index and log entries: the basic types of the Raft paper (Raft §5.1, §5.3).
#pragma once

#include <compare>
#include <cstdint>

#include "core/base/hash.hpp"
#include "core/base/ids.hpp"
#include "core/base/payload.hpp"

namespace whitewater::raft {

// Raft §5.1: terms are numbered with consecutive integers; 0 is before the first election.
struct Term {
  std::uint64_t value = 0;
  friend constexpr auto operator<=>(const Term&, const Term&) = default;
  constexpr Term next() const { return {value + 1}; }
};

// A position in the log. The first entry has index 1; 0 means "before the first entry".
struct Index {
  std::uint64_t value = 0;
  friend constexpr auto operator<=>(const Index&, const Index&) = default;
  constexpr Index next() const { return {value + 1}; }
  constexpr Index previous() const { return {value - 1}; }
  friend constexpr Index operator+(Index i, std::uint64_t k) { return {i.value + k}; }
  friend constexpr std::uint64_t operator-(Index a, Index b) { return a.value - b.value; }
};

// One entry. An empty command is the no-op that a new leader commits (Raft §8).
struct Entry {
  Term term;
  PayloadRef command;
};

// Consecutive entries in one immutable object, shared by the disk and by all followers that receive it. The entries
// follow the object in memory.
struct alignas(8) EntryBatch {  // so that the entries behind it are aligned
  static constexpr PayloadKind payload_kind{16, "entry_batch"};

  std::uint32_t count = 0;

  EntryBatch() = default;
  EntryBatch(const EntryBatch&) = delete;
  EntryBatch& operator=(const EntryBatch&) = delete;
  ~EntryBatch() {
    for (std::uint32_t i = 0; i < count; ++i) entries()[i].~Entry();
  }

  const Entry& operator[](std::uint32_t i) const { return entries()[i]; }
  std::uint64_t fold() const {
    std::uint64_t hash = count;
    for (std::uint32_t i = 0; i < count; ++i)
      hash = combine(hash ^ entries()[i].term.value, entries()[i].command.fold());
    return hash;
  }
  // A count, then for each entry its term, the length of its command, and the command.
  static constexpr std::uint32_t wire_bytes_empty = 4;
  static std::uint32_t wire_bytes_of(const Entry& entry) { return 12 + entry.command.wire_bytes(); }
  std::uint32_t wire_bytes() const {
    std::uint32_t bytes = wire_bytes_empty;
    for (std::uint32_t i = 0; i < count; ++i) bytes += wire_bytes_of(entries()[i]);
    return bytes;
  }

 private:
  friend PayloadRef make_batch(PayloadPool& pool, const Entry* first, std::uint32_t count);
  const Entry* entries() const { return reinterpret_cast<const Entry*>(this + 1); }
  Entry* entries() { return reinterpret_cast<Entry*>(this + 1); }
};
static_assert(sizeof(EntryBatch) == 8 && sizeof(Entry) == 16 && alignof(Entry) == 8);

PayloadRef make_batch(PayloadPool& pool, const Entry* first, std::uint32_t count);

// The state that must be durable before a node answers in a term (Raft figure 2: currentTerm, votedFor).
struct HardState {
  static constexpr PayloadKind payload_kind{17, "hard_state"};

  Term current_term;
  NodeId voted_for;

  std::uint64_t fold() const { return hash_words(payload_kind.number, current_term.value, voted_for.value); }
  std::uint32_t wire_bytes() const { return 16; }
};

}  // namespace whitewater::raft
