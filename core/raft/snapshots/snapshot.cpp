// Cuts a state into chunks, and puts chunks together again.
#include "core/raft/snapshots/snapshot.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>

#include "core/base/check.hpp"

namespace whitewater::raft {

namespace {

template <class MakeChunk>
PayloadRef make_of_chunks(PayloadPool& pool, const SnapshotHead& head, std::uint32_t count, MakeChunk&& make_chunk) {
  return make_with_tail<Snapshot>(pool, count * static_cast<std::uint32_t>(sizeof(PayloadRef)),
                                  [&](Snapshot& snapshot, char* tail) {
                                    for (std::uint32_t i = 0; i < count; ++i)
                                      new (tail + i * sizeof(PayloadRef)) PayloadRef(make_chunk(i));
                                    snapshot.head = head;
                                    snapshot.count = count;
                                  });
}

}  // namespace

Snapshot::~Snapshot() {
  auto* first = reinterpret_cast<PayloadRef*>(this + 1);
  std::destroy(first, first + count);
}

std::uint32_t Snapshot::place_of(std::uint64_t offset) const {
  const auto found = std::lower_bound(
      chunks().begin(), chunks().end(), offset,
      [](const PayloadRef& chunk, std::uint64_t at) { return chunk.get_if<SnapshotChunk>()->offset < at; });
  const auto place = static_cast<std::uint32_t>(found - chunks().begin());
  return place < count && chunk(place).offset == offset ? place : 0;
}

PayloadRef make_snapshot_chunk(PayloadPool& pool, const SnapshotHead& head, std::uint64_t offset,
                               std::string_view state) {
  const auto length = static_cast<std::uint32_t>(state.size());
  return make_with_tail<SnapshotChunk>(
      pool, length, [&](SnapshotChunk&, char* tail) { std::memcpy(tail, state.data(), state.size()); }, head, offset,
      length);
}

PayloadRef make_snapshot(PayloadPool& pool, const Log::Point& last, NodeSet voters, std::string_view state,
                         std::uint32_t chunk_bytes) {
  check(chunk_bytes >= 1, "a chunk of a snapshot holds at least one byte");
  const std::uint64_t id =
      hash_words(last.index.value, last.term.value, last.hash, voters.bits(), state.size(), hash_bytes(state));
  const SnapshotHead head{last, voters, id, state.size()};
  const std::size_t count = state.empty() ? 1 : (state.size() - 1) / chunk_bytes + 1;
  return make_of_chunks(pool, head, static_cast<std::uint32_t>(count), [&](std::uint32_t place) {
    const std::uint64_t offset = std::uint64_t{place} * chunk_bytes;
    return make_snapshot_chunk(pool, head, offset, state.substr(offset, chunk_bytes));
  });
}

PayloadRef snapshot_of_chunks(PayloadPool& pool, std::span<const PayloadRef> chunks) {
  const SnapshotChunk* first = chunks.empty() ? nullptr : chunks.front().get_if<SnapshotChunk>();
  check(first != nullptr, "a snapshot has at least one chunk");
  std::uint64_t bytes = 0;
  for (const PayloadRef& one : chunks) {
    const auto* chunk = one.get_if<SnapshotChunk>();
    check(chunk != nullptr && chunk->head == first->head && chunk->offset == bytes,
          "the chunks of a snapshot follow each other");
    bytes = chunk->end();
  }
  check(bytes == first->head.bytes, "a snapshot has all its chunks");
  return make_of_chunks(pool, first->head, static_cast<std::uint32_t>(chunks.size()),
                        [&](std::uint32_t place) { return chunks[place]; });
}

}  // namespace whitewater::raft
