// The files of a store: their names, and the bytes with which each begins. docs/wire-format.md describes all of it.
//   segment-N   the writes, in order; N counts from 1. A segment is closed when segment N+1 exists.
//   content-N   a content of a slot that was written in chunks
//   synced      the sync mark: up to where the last segment was synced. Never synced itself, so it may say too little
//   *.new       a file that is being written aside; a start removes it
// The headers are followed by frames (core/wire/frame.hpp), whose seed is the header's checksum.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/error.hpp"

namespace whitewater::replica {

inline constexpr std::uint32_t store_version = 1;
inline constexpr const char* sync_mark_name = "synced";
// What versions before segments wrote.
inline constexpr const char* old_journal_name = "journal";

std::string segment_name(std::uint64_t number);
std::string content_name(std::uint64_t number);
// While it is written aside.
std::string aside_name(const std::string& name);
bool is_aside(std::string_view name);
// The number in such a name; nothing: it is no such name.
std::optional<std::uint64_t> segment_number(std::string_view name);
std::optional<std::uint64_t> content_number(std::string_view name);

// What both kinds of files begin with. The identity is drawn once for each store, so that a file of another store is
// found out.
struct FileHeader {
  std::uint64_t identity = 0;
  std::uint64_t number = 0;
  // --- of a segment: the one before it, without its end record ---
  std::uint64_t former_bytes = 0;
  std::uint32_t former_sum = 0;
};

struct ReadHeader {
  FileHeader header;
  std::size_t bytes = 0;   // of the header
  std::uint32_t seed = 0;  // of the frames behind it
};

enum class FileKind : std::uint8_t { segment, content };

// Appends to bytes; returns the seed.
std::uint32_t append_header(std::string& bytes, FileKind kind, const FileHeader& header);
// The error says what was expected, without the name of the file.
Result<ReadHeader> read_header(std::string_view bytes, FileKind kind);

struct SyncMark {
  std::uint64_t identity = 0;
  std::uint64_t segment = 0;
  std::uint64_t bytes = 0;  // of that segment
};

std::string sync_mark_bytes(const SyncMark& mark);
// Nothing: it is broken, which a crash may do to it.
std::optional<SyncMark> read_sync_mark(std::string_view bytes);

}  // namespace whitewater::replica
