// The two messages of primary-backup replication. Whoever sends one believes that replica 0 leads: it always does.
#pragma once

#include <cstdint>

#include "core/base/hash.hpp"
#include "core/base/payload.hpp"

namespace whitewater::primary_backup {

// From the primary: the sequence-th put, counted from 1. Also what lies on disks.
struct Update {
  static constexpr PayloadKind payload_kind{48, "update"};

  std::uint64_t sequence = 0;
  PayloadRef request;  // a client::Request

  std::uint64_t fold() const { return hash_words(payload_kind.number, sequence, request.fold()); }
  std::uint32_t wire_bytes() const { return 64 + request.wire_bytes(); }
};

// From a backup: every put up to sequence is on its disk.
struct Acknowledge {
  static constexpr PayloadKind payload_kind{49, "acknowledge"};

  std::uint64_t sequence = 0;

  std::uint64_t fold() const { return hash_words(payload_kind.number, sequence); }
  std::uint32_t wire_bytes() const { return 64; }
};

}  // namespace whitewater::primary_backup
