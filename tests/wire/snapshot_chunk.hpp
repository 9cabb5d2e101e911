// A chunk of a snapshot as a payload, for tests of codecs.
#pragma once

#include "core/raft/snapshots/snapshot.hpp"

namespace whitewater::testing {

// It ends at index 3 of term 2 and holds the text "state".
inline PayloadRef chunk_of(PayloadPool& pool) {
  return raft::make_snapshot_chunk(pool, {{raft::Index{3}, raft::Term{2}, 11}, NodeSet::first(3), 12, 9}, 4, "state");
}

}  // namespace whitewater::testing
