// Content files: a content of a slot that was written in chunks, one frame a chunk. A file is written aside, synced,
// and renamed before the record that commits it; that record holds the file's length and checksum.
#pragma once

#include <string>
#include <vector>

#include "core/base/payload.hpp"
#include "replica/storage/files.hpp"
#include "replica/storage/record_codec.hpp"
#include "replica/storage/stored_write.hpp"

namespace whitewater::replica {

// The chunks so far of a content that is not committed yet. They are kept in memory: a crash drops them anyway.
class UnfinishedContent {
 public:
  std::uint32_t chunks() const { return static_cast<std::uint32_t>(chunks_.size()); }
  void append(const PayloadRef& chunk) { chunks_.push_back(chunk); }
  void clear() { chunks_.clear(); }
  // The whole file, and what is to be said of it.
  ContentFile file(std::uint64_t identity, std::uint64_t number, const RecordCodec& codec, std::string& bytes) const;

 private:
  std::vector<PayloadRef> chunks_;
};

// Where each chunk begins, and the chunk.
struct ReadChunk {
  std::uint64_t byte = 0;
  PayloadRef payload;
};

// The chunks of such a file; at least one.
Result<std::vector<ReadChunk>> read_content(const ReadableFiles& files, std::uint64_t identity, const ContentFile& file,
                                            const RecordCodec& codec, PayloadPool& pool);

}  // namespace whitewater::replica
