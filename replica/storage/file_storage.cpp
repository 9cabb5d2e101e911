// A frame contains: u8 kind of write, then: append: u64 index, u32 count, record; truncate, trim: u64 index; replace:
// u8 slot, record; append_chunk: u8 slot, u32 place, record; commit_slot: u8 slot, u32 how many chunks.
#include "replica/storage/file_storage.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>

#include "core/base/check.hpp"
#include "core/wire/byte_reader.hpp"
#include "core/wire/byte_writer.hpp"
#include "core/wire/frame.hpp"

namespace whitewater::replica {

namespace {

using Kind = Effects::Write::Kind;

bool read_all(int file, std::string& bytes) {
  std::array<char, 1 << 16> buffer;
  while (true) {
    const ssize_t count = read(file, buffer.data(), buffer.size());
    if (count == 0) return true;
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    bytes.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

// A new file survives a crash only if its directory was synced, too.
bool sync_directory(const std::string& path) {
  const Descriptor directory(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return directory.valid() && fsync(directory.get()) == 0;
}

}  // namespace

Error FileStorage::failed(const char* what) const {
  return {path_, std::string(what) + ": " + system_error()};
}

Result<std::unique_ptr<FileStorage>> FileStorage::open(const std::string& directory, const RecordCodec& codec,
                                                       PayloadPool& pool) {
  std::unique_ptr<FileStorage> storage(new FileStorage(codec));
  storage->path_ = directory + "/journal";
  if (mkdir(directory.c_str(), 0755) != 0 && errno != EEXIST)
    return Error{directory, "cannot be made: " + system_error()};
  storage->journal_ = Descriptor(::open(storage->path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
  if (!storage->journal_.valid()) return storage->failed("cannot be opened");
  if (flock(storage->journal_.get(), LOCK_EX | LOCK_NB) != 0) return storage->failed("is in use by another process");
  if (!sync_directory(directory)) return storage->failed("its directory cannot be synced");
  if (std::optional<Error> error = storage->read_journal(pool)) return std::move(*error);
  return storage;
}

std::optional<Error> FileStorage::read_journal(PayloadPool& pool) {
  std::string bytes;
  if (!read_all(journal_.get(), bytes)) return failed("cannot be read");
  FrameScanner scanner(bytes);
  std::string_view frame;
  FrameScanner::Found found = scanner.next(frame);
  for (; found == FrameScanner::Found::frame; found = scanner.next(frame))
    if (!replay(frame, pool))
      return Error{path_, "a record before byte " + std::to_string(scanner.valid_bytes()) + " is not valid there"};
  if (found == FrameScanner::Found::corrupt)
    return Error{
        path_, "damaged after byte " + std::to_string(scanner.valid_bytes()) + ", with good records after the damage"};
  if (found == FrameScanner::Found::torn &&
      (ftruncate(journal_.get(), static_cast<off_t>(scanner.valid_bytes())) != 0 || fsync(journal_.get()) != 0))
    return failed("its torn end cannot be cut off");
  slots_.forget_unfinished();
  return std::nullopt;
}

bool FileStorage::replay(std::string_view frame, PayloadPool& pool) {
  ByteReader reader(frame);
  const std::uint8_t kind = reader.u8();
  if (kind == static_cast<std::uint8_t>(Kind::truncate) || kind == static_cast<std::uint8_t>(Kind::trim)) {
    const std::uint64_t index = reader.u64();
    return reader.finished() && cut_log(static_cast<Kind>(kind), index);
  }
  if (kind != static_cast<std::uint8_t>(Kind::append)) return replay_slot(kind, reader, pool);
  const std::uint64_t index = reader.u64();
  const std::uint32_t count = reader.u32();
  if (reader.failed() || index != log_first_ + log_.size()) return false;
  Result<PayloadRef> payload = codec_.decode(reader.bytes(reader.remaining()), pool);
  if (!payload) return false;
  for (std::uint32_t ordinal = 0; ordinal < count; ++ordinal) log_.push_back({payload.value(), ordinal});
  return true;
}

bool FileStorage::replay_slot(std::uint8_t kind, ByteReader& reader, PayloadPool& pool) {
  if (kind < static_cast<std::uint8_t>(Kind::replace) || kind > static_cast<std::uint8_t>(Kind::commit_slot))
    return false;
  Effects::Write write;
  write.kind = static_cast<Kind>(kind);
  write.slot.value = reader.u8();
  if (write.kind == Kind::append_chunk) write.index = reader.u32();
  if (write.kind == Kind::commit_slot) {
    write.count = reader.u32();
    return reader.finished() && slots_.apply(write);
  }
  if (reader.failed()) return false;
  Result<PayloadRef> payload = codec_.decode(reader.bytes(reader.remaining()), pool);
  if (!payload) return false;
  write.payload = std::move(payload.value());
  return slots_.apply(write);
}

// False: the log has no such index.
bool FileStorage::cut_log(Kind kind, std::uint64_t index) {
  if (index < log_first_) return false;
  const auto kept = static_cast<std::size_t>(std::min<std::uint64_t>(index - log_first_, log_.size()));
  if (kind == Kind::trim) {
    log_.erase(log_.begin(), log_.begin() + static_cast<std::ptrdiff_t>(kept));
    log_first_ = index;
    return true;
  }
  if (index > log_first_ + log_.size()) return false;
  log_.resize(kept);
  return true;
}

// An actor whose chunks do not fit together is broken: its journal would be refused at the next start.
void FileStorage::count_chunks(const Effects::Write& write) {
  check(write.slot.value < slots_max, "a slot is one of the four that a node has");
  std::uint32_t& unfinished = unfinished_[write.slot.value];
  check(chunks_fit(write, unfinished), "a slot's chunks are appended in order, and committed all together");
  unfinished = write.kind == Kind::append_chunk ? static_cast<std::uint32_t>(write.index) + 1 : 0;
}

std::optional<Error> FileStorage::write(const Effects::Write& write) {
  log_.clear();
  slots_.clear();
  frame_.clear();
  ByteWriter writer(frame_);
  writer.u8(static_cast<std::uint8_t>(write.kind));
  if (write.kind == Kind::append || write.kind == Kind::truncate || write.kind == Kind::trim) {
    writer.u64(write.index);
    if (write.kind == Kind::append) writer.u32(write.count);
  } else {
    count_chunks(write);
    writer.u8(write.slot.value);
    if (write.kind == Kind::append_chunk) writer.u32(static_cast<std::uint32_t>(write.index));
    if (write.kind == Kind::commit_slot) writer.u32(write.count);
  }
  if (write.payload) codec_.encode(write.payload, frame_);
  append_frame(unwritten_, frame_);
  return std::nullopt;
}

std::optional<Error> FileStorage::sync() {
  check(!final_failure_, "nothing is written after a write has failed");
  final_failure_ = true;
  std::string_view rest = unwritten_;
  while (!rest.empty()) {
    const ssize_t count = ::write(journal_.get(), rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failed("cannot be written");
    rest.remove_prefix(static_cast<std::size_t>(count));
  }
  if (fdatasync(journal_.get()) != 0) return failed("cannot be synced");
  unwritten_.clear();
  final_failure_ = false;
  return std::nullopt;
}

}  // namespace whitewater::replica
