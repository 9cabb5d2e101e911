// FileStorage: durable writes as one journal file in a directory. Each write is one checksummed frame, in the order of
// issue, so a crash leaves a prefix of the issued writes. A torn last frame is cut off at the next start; a corrupt
// frame before good frames is an error. Nothing is ever rewritten: the journal holds all writes of all the node's
// lives. A failed write or fsync is final (nobody knows what the kernel then holds of the file): the owner must end.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "core/actor/slot_contents.hpp"
#include "core/wire/byte_reader.hpp"
#include "replica/posix/descriptor.hpp"
#include "replica/storage/record_codec.hpp"
#include "replica/storage/storage.hpp"

namespace whitewater::replica {

class FileStorage final : public Storage {
 public:
  // Creates the directory if it does not exist, and locks out other processes. codec and pool must outlive the result.
  static Result<std::unique_ptr<FileStorage>> open(const std::string& directory, const RecordCodec& codec,
                                                   PayloadPool& pool);

  Recovered recovered() const override { return {log_first_, log_, slots_.first(), 0, slots_.chunks()}; }
  std::optional<Error> write(const Effects::Write& write) override;
  std::optional<Error> sync() override;

 private:
  explicit FileStorage(const RecordCodec& codec) : codec_(codec) {}
  std::optional<Error> read_journal(PayloadPool& pool);
  // Returns false if the frame cannot be valid at this position of a journal.
  bool replay(std::string_view frame, PayloadPool& pool);
  bool replay_slot(std::uint8_t kind, ByteReader& reader, PayloadPool& pool);
  bool cut_log(Effects::Write::Kind kind, std::uint64_t index);
  void count_chunks(const Effects::Write& write);
  Error failed(const char* what) const;

  const RecordCodec& codec_;
  std::string path_;
  Descriptor journal_;
  std::string frame_;
  std::string unwritten_;
  bool final_failure_ = false;
  std::uint64_t log_first_ = 1;
  std::vector<LogRecord> log_;  // as recovered; later writes are known to the actor itself
  SlotContents slots_;
  std::array<std::uint32_t, slots_max> unfinished_{};  // of this life: how many chunks wait for their commit
};

}  // namespace whitewater::replica
