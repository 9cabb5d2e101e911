// Store: durable writes in a directory, as a write-ahead log in segments beside files for contents in chunks.
// Promises: a crash leaves what was synced, and of the writes after that a whole number of syncs. One sync is one
// record and one fsync of the last segment, whatever the number of writes; contents that it commits are written and
// synced before. A failed write or sync is final: nobody knows what the disk then holds, so the owner must end.
// Segments go when the log has been trimmed past all their entries.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "replica/storage/content_file.hpp"
#include "replica/storage/files.hpp"
#include "replica/storage/recovery.hpp"
#include "replica/storage/storage.hpp"

namespace whitewater::replica {

struct StoreOptions {
  // A segment with this many bytes is closed.
  std::uint64_t segment_bytes = std::uint64_t{4} << 20;
  // Of a store that does not exist yet: any number that no other store has.
  std::uint64_t identity = 0;
};

class Store final : public Storage {
 public:
  // Reads what is there, repairs what a crash has left, and makes a store where there is none. All of what it then
  // holds is durable. files, codec and pool must outlive the result.
  static Result<std::unique_ptr<Store>> open(Files& files, const RecordCodec& codec, PayloadPool& pool,
                                             const StoreOptions& options = {});

  Recovered recovered() const override;
  std::optional<Error> write(const Effects::Write& write) override;
  std::optional<Error> sync() override;

  // What open() has found and repaired, in sentences.
  const std::vector<std::string>& remarks() const { return found_.remarks; }

 private:
  using Failure = std::optional<Error>;
  struct ReadyContent {
    std::string name;
    std::string bytes;
  };

  Store(Files& files, const RecordCodec& codec, const StoreOptions& options)
      : files_(files), codec_(codec), options_(options) {}
  Failure repair();
  Failure sync_newest();
  Failure cut(const LastSegment& segment);
  Failure remove_leftovers();
  Failure begin_segment(std::uint64_t number);
  Failure write_aside(const std::string& name, std::string_view bytes);
  Failure mark_synced();
  Failure write_all();
  Failure write_contents();
  Failure write_record();
  Failure close_segment();
  Failure drop_segments();
  StoredWrite stored(const Effects::Write& write);
  StoredWrite commit(SlotId slot);

  Files& files_;
  const RecordCodec& codec_;
  StoreOptions options_;
  RecoveredStore found_;  // log and slots only until the first write; then the actor itself knows them

  LastSegment last_;
  StoreState state_;  // with all writes so far
  std::string record_;
  std::string encoded_;
  std::array<UnfinishedContent, slots_max> unfinished_;
  std::vector<ReadyContent> ready_;    // committed since the last sync
  std::vector<std::string> obsolete_;  // contents that the writes since the last sync have replaced
  bool final_failure_ = false;
};

}  // namespace whitewater::replica
