// Names are of fixed width, so that their order is the order of their numbers.
#include "replica/storage/store_layout.hpp"

#include <algorithm>

#include "core/wire/byte_reader.hpp"
#include "core/wire/byte_writer.hpp"
#include "core/wire/crc32c.hpp"

namespace whitewater::replica {

namespace {

constexpr std::string_view segment_prefix = "segment-";
constexpr std::string_view content_prefix = "content-";
constexpr std::string_view aside_suffix = ".new";
constexpr std::size_t digits = 16;

std::string numbered(std::string_view prefix, std::uint64_t number) {
  const std::string text = std::to_string(number);
  return std::string(prefix) + std::string(text.size() < digits ? digits - text.size() : 0, '0') + text;
}

std::optional<std::uint64_t> number_behind(std::string_view prefix, std::string_view name) {
  if (name.substr(0, prefix.size()) != prefix) return std::nullopt;
  name.remove_prefix(prefix.size());
  if (name.size() != digits) return std::nullopt;
  std::uint64_t number = 0;
  for (const char c : name) {
    if (c < '0' || c > '9') return std::nullopt;
    number = 10 * number + static_cast<std::uint64_t>(c - '0');
  }
  return number;
}

std::string_view magic_of(FileKind kind) {
  return kind == FileKind::segment ? "wwsegmnt" : "wwcontnt";
}

}  // namespace

std::string segment_name(std::uint64_t number) {
  return numbered(segment_prefix, number);
}
std::string content_name(std::uint64_t number) {
  return numbered(content_prefix, number);
}
std::string aside_name(const std::string& name) {
  return name + std::string(aside_suffix);
}
bool is_aside(std::string_view name) {
  if (name.size() < aside_suffix.size() || name.substr(name.size() - aside_suffix.size()) != aside_suffix) return false;
  name.remove_suffix(aside_suffix.size());
  return segment_number(name) || content_number(name);
}
std::optional<std::uint64_t> segment_number(std::string_view name) {
  return number_behind(segment_prefix, name);
}
std::optional<std::uint64_t> content_number(std::string_view name) {
  return number_behind(content_prefix, name);
}

std::uint32_t append_header(std::string& bytes, FileKind kind, const FileHeader& header) {
  const std::size_t start = bytes.size();
  ByteWriter writer(bytes);
  writer.bytes(magic_of(kind));
  writer.u32(store_version);
  writer.u64(header.identity);
  writer.u64(header.number);
  if (kind == FileKind::segment) {
    writer.u64(header.former_bytes);
    writer.u32(header.former_sum);
  }
  const std::uint32_t sum = crc32c(std::string_view(bytes).substr(start));
  writer.u32(sum);
  return sum;
}

Result<ReadHeader> read_header(std::string_view bytes, FileKind kind) {
  ByteReader reader(bytes);
  ReadHeader found;
  const std::string_view magic = reader.bytes(magic_of(kind).size());
  const std::uint32_t version = reader.u32();
  found.header.identity = reader.u64();
  found.header.number = reader.u64();
  if (kind == FileKind::segment) {
    found.header.former_bytes = reader.u64();
    found.header.former_sum = reader.u32();
  }
  found.bytes = bytes.size() - reader.remaining();
  found.seed = reader.u32();
  if (reader.failed() || magic != magic_of(kind) || crc32c(bytes.substr(0, found.bytes)) != found.seed)
    return Error{"", "damaged at byte 0: its header is not whole"};
  if (version != store_version) return Error{"", "expected format version 1, found version " + std::to_string(version)};
  found.bytes += sizeof(found.seed);
  return found;
}

std::string sync_mark_bytes(const SyncMark& mark) {
  std::string bytes;
  ByteWriter writer(bytes);
  writer.u64(mark.identity);
  writer.u64(mark.segment);
  writer.u64(mark.bytes);
  writer.u32(crc32c(bytes));
  return bytes;
}

std::optional<SyncMark> read_sync_mark(std::string_view bytes) {
  ByteReader reader(bytes);
  SyncMark mark;
  mark.identity = reader.u64();
  mark.segment = reader.u64();
  mark.bytes = reader.u64();
  const std::uint32_t sum = reader.u32();
  if (!reader.finished() || crc32c(bytes.substr(0, 24)) != sum) return std::nullopt;
  return mark;
}

}  // namespace whitewater::replica
