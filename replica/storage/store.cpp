// The order of calls is what makes a crash harmless: a name appears only when its file is synced, a record is written
// only when what it names is durable, and a file goes only when the record that makes it needless is durable.
#include "replica/storage/store.hpp"

#include <algorithm>

#include "core/base/check.hpp"
#include "core/wire/crc32c.hpp"
#include "core/wire/frame.hpp"

namespace whitewater::replica {

namespace {

using Kind = Effects::Write::Kind;

StoredWrite::Kind stored_kind(Kind kind) {
  switch (kind) {
    case Kind::append:
      return StoredWrite::Kind::append;
    case Kind::truncate:
      return StoredWrite::Kind::truncate;
    case Kind::trim:
      return StoredWrite::Kind::trim;
    case Kind::commit_slot:
      return StoredWrite::Kind::commit;
    default:
      return StoredWrite::Kind::replace;
  }
}

}  // namespace

// --- start -------------------------------------------------------------------------------------------

Result<std::unique_ptr<Store>> Store::open(Files& files, const RecordCodec& codec, PayloadPool& pool,
                                           const StoreOptions& options) {
  Result<RecoveredStore> found = recover(files, codec, pool);
  if (!found) return found.error();
  std::unique_ptr<Store> store(new Store(files, codec, options));
  store->found_ = std::move(found.value());
  if (Failure failure = store->repair()) return std::move(*failure);
  return store;
}

// What was read may not be durable: a process that died within a sync has left bytes and names that only the kernel
// holds, and nothing may rely on them before they are synced.
Files::Failure Store::repair() {
  if (Failure failure = files_.sync_directory()) return failure;
  state_ = found_.state;
  last_ = found_.last;
  record_ = writes_record_start();
  if (found_.segments.empty()) {
    found_.identity = options_.identity;
    if (Failure failure = begin_segment(1)) return failure;
    return mark_synced();
  }
  if (found_.unclosed) {
    if (Failure failure = cut(*found_.unclosed)) return failure;
    if (Failure failure = files_.append(segment_name(found_.unclosed->number), end_frame(*found_.unclosed)))
      return failure;
  }
  if (found_.last_is_torn)
    if (Failure failure = cut(last_)) return failure;
  if (Failure failure = sync_newest()) return failure;
  if (Failure failure = remove_leftovers()) return failure;
  return mark_synced();
}

// The end of the last segment, and the end record of the one before it: all other bytes were synced before they.
Files::Failure Store::sync_newest() {
  if (found_.segments.size() > 1) {
    const std::string closed = segment_name(last_.number - 1);
    if (Failure failure = files_.sync(closed)) return failure;
    files_.release(closed);
  }
  return files_.sync(segment_name(last_.number));
}

Files::Failure Store::cut(const LastSegment& segment) {
  return files_.truncate(segment_name(segment.number), segment.bytes);
}

Files::Failure Store::remove_leftovers() {
  for (const std::string& name : found_.leftovers)
    if (Failure failure = files_.remove(name)) return failure;
  return std::nullopt;
}

Recovered Store::recovered() const {
  return {found_.state.log_first, found_.log, found_.slots.first(), 0, found_.slots.chunks()};
}

// --- writes ------------------------------------------------------------------------------------------

std::optional<Error> Store::write(const Effects::Write& write) {
  found_.log.clear();
  found_.slots.clear();
  const bool of_slot =
      write.kind == Kind::replace || write.kind == Kind::append_chunk || write.kind == Kind::commit_slot;
  if (of_slot) {
    check(write.slot.value < slots_max, "a slot is one of the four that a node has");
    check(chunks_fit(write, unfinished_[write.slot.value].chunks()),
          "a slot's chunks are appended in order, and committed all together");
  }
  if (write.kind == Kind::append_chunk) {
    UnfinishedContent& unfinished = unfinished_[write.slot.value];
    if (write.index == 0) unfinished.clear();
    unfinished.append(write.payload);
    return std::nullopt;
  }
  const StoredWrite what = stored(write);
  if (of_slot) {
    const SlotHolding& before = state_.slots[write.slot.value];
    if (before.kind == SlotHolding::Kind::file) obsolete_.push_back(content_name(before.file.number));
    unfinished_[write.slot.value].clear();
  }
  const char* const wrong = state_.apply(what);
  check(wrong == nullptr, wrong != nullptr ? wrong : "");
  if (what.kind == StoredWrite::Kind::truncate)
    for (SegmentSpan& span : found_.segments) span.log_floor = std::min(span.log_floor, what.index);
  append_write(record_, what);
  return std::nullopt;
}

StoredWrite Store::stored(const Effects::Write& write) {
  if (write.kind == Kind::commit_slot) return commit(write.slot);
  StoredWrite what;
  what.kind = stored_kind(write.kind);
  what.index = write.index;
  what.count = write.count;
  what.slot = write.slot;
  encoded_.clear();
  if (write.payload) codec_.encode(write.payload, encoded_);
  what.record = encoded_;
  return what;
}

StoredWrite Store::commit(SlotId slot) {
  StoredWrite what;
  what.kind = StoredWrite::Kind::commit;
  what.slot = slot;
  ReadyContent& ready = ready_.emplace_back();
  ready.name = content_name(state_.next_content);
  what.content = unfinished_[slot.value].file(found_.identity, state_.next_content, codec_, ready.bytes);
  return what;
}

// --- sync --------------------------------------------------------------------------------------------

std::optional<Error> Store::sync() {
  check(!final_failure_, "nothing is written after a write has failed");
  if (record_.size() == writes_record_start().size()) return std::nullopt;  // chunks count when they are committed
  final_failure_ = true;
  if (Failure failure = write_all()) return failure;
  final_failure_ = false;
  return std::nullopt;
}

Files::Failure Store::write_all() {
  if (Failure failure = write_contents()) return failure;
  if (Failure failure = write_record()) return failure;
  if (Failure failure = mark_synced()) return failure;
  for (const std::string& name : obsolete_)
    if (Failure failure = files_.remove(name)) return failure;
  obsolete_.clear();
  if (last_.bytes >= options_.segment_bytes)
    if (Failure failure = close_segment()) return failure;
  return drop_segments();
}

Files::Failure Store::write_contents() {
  for (const ReadyContent& content : ready_) {
    if (Failure failure = write_aside(content.name, content.bytes)) return failure;
    files_.release(content.name);
  }
  if (ready_.empty()) return std::nullopt;
  ready_.clear();
  return files_.sync_directory();
}

Files::Failure Store::write_record() {
  encoded_.clear();
  append_frame(encoded_, record_, {last_.seed, last_.bytes});
  const std::string name = segment_name(last_.number);
  if (Failure failure = files_.append(name, encoded_)) return failure;
  if (Failure failure = files_.sync(name)) return failure;
  last_.bytes += encoded_.size();
  last_.sum = crc32c(encoded_, last_.sum);
  record_ = writes_record_start();
  return std::nullopt;
}

// Not durable yet: its name is not.
Files::Failure Store::write_aside(const std::string& name, std::string_view bytes) {
  const std::string aside = aside_name(name);
  if (Failure failure = files_.create(aside)) return failure;
  if (Failure failure = files_.append(aside, bytes)) return failure;
  if (Failure failure = files_.sync(aside)) return failure;
  return files_.rename(aside, name);
}

// With all that a segment needs to be read without the ones before it.
Files::Failure Store::begin_segment(std::uint64_t number) {
  FileHeader header;
  header.identity = found_.identity;
  header.number = number;
  header.former_bytes = last_.bytes;
  header.former_sum = last_.sum;
  std::string bytes;
  const std::uint32_t seed = append_header(bytes, FileKind::segment, header);
  append_frame(bytes, checkpoint_record(state_), {seed, bytes.size()});
  if (Failure failure = write_aside(segment_name(number), bytes)) return failure;
  if (Failure failure = files_.sync_directory()) return failure;
  last_ = {number, seed, bytes.size(), crc32c(bytes)};
  found_.segments.push_back({number, state_.log_next});
  return std::nullopt;
}

// The next segment comes first: so a whole end record says that there must be a next segment.
Files::Failure Store::close_segment() {
  const LastSegment closed = last_;
  if (Failure failure = begin_segment(closed.number + 1)) return failure;
  const std::string name = segment_name(closed.number);
  if (Failure failure = files_.append(name, end_frame(closed))) return failure;
  if (Failure failure = files_.sync(name)) return failure;
  files_.release(name);
  return mark_synced();
}

// Oldest first, each durably before the next one: so a missing segment is always damage.
Files::Failure Store::drop_segments() {
  std::size_t needless = 0;
  for (std::size_t i = 1; i < found_.segments.size(); ++i)
    if (found_.segments[i].log_floor <= state_.log_first) needless = i;
  for (std::size_t i = 0; i < needless; ++i) {
    if (Failure failure = files_.remove(segment_name(found_.segments[i].number))) return failure;
    if (Failure failure = files_.sync_directory()) return failure;
  }
  found_.segments.erase(found_.segments.begin(), found_.segments.begin() + static_cast<std::ptrdiff_t>(needless));
  return std::nullopt;
}

Files::Failure Store::mark_synced() {
  return files_.overwrite(sync_mark_name, sync_mark_bytes({found_.identity, last_.number, last_.bytes}));
}

}  // namespace whitewater::replica
