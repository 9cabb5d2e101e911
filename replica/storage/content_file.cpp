// Encodes all chunks at once, and reads them back.
#include "replica/storage/content_file.hpp"

#include "core/wire/crc32c.hpp"
#include "core/wire/frame.hpp"
#include "replica/storage/store_layout.hpp"

namespace whitewater::replica {

ContentFile UnfinishedContent::file(std::uint64_t identity, std::uint64_t number, const RecordCodec& codec,
                                    std::string& bytes) const {
  bytes.clear();
  FileHeader header;
  header.identity = identity;
  header.number = number;
  const std::uint32_t seed = append_header(bytes, FileKind::content, header);
  std::string record;
  for (const PayloadRef& chunk : chunks_) {
    record.clear();
    codec.encode(chunk, record);
    append_frame(bytes, record, {seed, bytes.size()});
  }
  return {number, chunks(), bytes.size(), crc32c(bytes)};
}

Result<std::vector<ReadChunk>> read_content(const ReadableFiles& files, std::uint64_t identity, const ContentFile& file,
                                            const RecordCodec& codec, PayloadPool& pool) {
  const std::string name = content_name(file.number);
  const auto damaged = [&](std::uint64_t byte, const std::string& why) {
    return Error{files.path(name), "damaged at byte " + std::to_string(byte) + ": " + why};
  };
  const Result<std::string> read = files.read(name);
  if (!read) return read.error();
  const std::string_view bytes = read.value();
  const Result<ReadHeader> found = read_header(bytes, FileKind::content);
  if (!found) return Error{files.path(name), found.error().message};
  const ReadHeader& start = found.value();
  if (start.header.identity != identity || start.header.number != file.number)
    return damaged(0, "it belongs elsewhere");
  std::vector<ReadChunk> chunks;
  FrameScanner scanner(bytes.substr(start.bytes), {start.seed, start.bytes});
  std::string_view record;
  FrameScanner::Found what{};
  std::uint64_t byte = start.bytes;
  while ((what = scanner.next(record)) == FrameScanner::Found::frame) {
    Result<PayloadRef> payload = codec.decode(record, pool);
    if (!payload) return damaged(byte, payload.error().text());
    chunks.push_back({byte, std::move(payload.value())});
    byte = start.bytes + scanner.valid_bytes();
  }
  const bool whole = what == FrameScanner::Found::end && bytes.size() == file.bytes && crc32c(bytes) == file.sum;
  if (whole && chunks.size() == file.chunks && !chunks.empty()) return chunks;
  return damaged(byte, "expected " + std::to_string(file.chunks) + " chunks in " + std::to_string(file.bytes) +
                           " bytes, found " + std::to_string(chunks.size()) + " whole ones in " +
                           std::to_string(bytes.size()));
}

}  // namespace whitewater::replica
