// Builds a batch of entries in one block.
#include "core/raft/types.hpp"

#include <new>

namespace whitewater::raft {

PayloadRef make_batch(PayloadPool& pool, const Entry* first, std::uint32_t count) {
  return make_with_tail<EntryBatch>(pool, count * static_cast<std::uint32_t>(sizeof(Entry)),
                                    [&](EntryBatch& batch, char* tail) {
                                      for (std::uint32_t i = 0; i < count; ++i)
                                        new (tail + i * sizeof(Entry)) Entry(first[i]);
                                      batch.count = count;
                                    });
}

}  // namespace whitewater::raft
