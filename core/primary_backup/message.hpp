// The two messages of primary-backup replication. Every sender believes that replica 0 leads, because replica 0 always
// leads.
#pragma once

#include <cstdint>

#include "core/base/hash.hpp"
#include "core/base/payload.hpp"

namespace whitewater::primary_backup {

// From the primary to a backup: put number `sequence`, counted from 1. Updates are also the records on disk.
struct Update {
  static constexpr PayloadKind payload_kind{48, "update"};

  std::uint64_t sequence = 0;
  PayloadRef request;  // a client::Request

  std::uint64_t fold() const { return hash_words(payload_kind.number, sequence, request.fold()); }
  std::uint32_t wire_bytes() const { return 64 + request.wire_bytes(); }
};

// From a backup to the primary: every put up to sequence is on the backup's disk.
struct Acknowledge {
  static constexpr PayloadKind payload_kind{49, "acknowledge"};

  std::uint64_t sequence = 0;

  std::uint64_t fold() const { return hash_words(payload_kind.number, sequence); }
  std::uint32_t wire_bytes() const { return 64; }
};

}  // namespace whitewater::primary_backup
