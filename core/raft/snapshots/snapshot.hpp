// Snapshot: the state of a state machine after a committed prefix of the log, which it replaces (Raft §7). It travels
// and lies on disks in chunks. Each chunk says what it is a part of, so chunks alone make the snapshot again. The state
// is bytes without a meaning here.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/base/hash.hpp"
#include "core/base/ids.hpp"
#include "core/base/payload.hpp"
#include "core/raft/configuration.hpp"
#include "core/raft/log.hpp"

namespace whitewater::raft {

struct SnapshotHead {
  Log::Point last;          // the last included entry, and the hash of all up to it
  NodeSet voters;           // the configuration as of that entry
  std::uint64_t id = 0;     // a hash of all of this and of the state: equal snapshots have equal ids
  std::uint64_t bytes = 0;  // of the state

  friend bool operator==(const SnapshotHead&, const SnapshotHead&) = default;
};

struct SnapshotChunk {
  static constexpr PayloadKind payload_kind{18, "snapshot_chunk"};

  SnapshotHead head;
  std::uint64_t offset = 0;  // of the chunk's first byte in the state
  std::uint32_t length = 0;

  std::string_view state() const { return {reinterpret_cast<const char*>(this + 1), length}; }
  std::uint64_t end() const { return offset + length; }
  std::uint64_t fold() const { return hash_words(payload_kind.number, head.id, offset, hash_bytes(state())); }
  // Seven words, a length, and the bytes.
  static constexpr std::uint32_t wire_bytes_empty = 60;
  std::uint32_t wire_bytes() const { return wire_bytes_empty + length; }
};

PayloadRef make_snapshot_chunk(PayloadPool& pool, const SnapshotHead& head, std::uint64_t offset,
                               std::string_view state);

// All chunks of a snapshot, in order. They follow the object in memory.
struct alignas(8) Snapshot {
  static constexpr PayloadKind payload_kind{19, "snapshot"};

  SnapshotHead head;
  std::uint32_t count = 0;

  Snapshot() = default;
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  ~Snapshot();

  std::span<const PayloadRef> chunks() const { return {reinterpret_cast<const PayloadRef*>(this + 1), count}; }
  const SnapshotChunk& chunk(std::uint32_t place) const { return *chunks()[place].get_if<SnapshotChunk>(); }
  // The chunk that begins at this byte; 0 if there is none.
  std::uint32_t place_of(std::uint64_t offset) const;

  std::uint64_t fold() const { return hash_words(payload_kind.number, head.id); }
  std::uint32_t wire_bytes() const { return static_cast<std::uint32_t>(head.bytes); }
};

// last: as the log has it. chunk_bytes: how many bytes of the state a chunk holds at most; at least one.
PayloadRef make_snapshot(PayloadPool& pool, const Log::Point& last, NodeSet voters, std::string_view state,
                         std::uint32_t chunk_bytes);
// Precondition: these are all chunks of one snapshot, in order.
PayloadRef snapshot_of_chunks(PayloadPool& pool, std::span<const PayloadRef> chunks);

}  // namespace whitewater::raft
