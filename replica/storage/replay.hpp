// Replay: the writes of segments, one after the other, applied to a log and slots that begin empty.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/actor/slot_contents.hpp"
#include "replica/storage/record_codec.hpp"
#include "replica/storage/stored_write.hpp"

namespace whitewater::replica {

class Replay {
 public:
  Replay(const RecordCodec& codec, PayloadPool& pool) : codec_(codec), pool_(pool) {}

  // The state at the beginning of the first segment that is there. Entries of earlier segments are not known: they must
  // be trimmed or truncated later.
  void begin(const StoreState& checkpoint);
  // Nothing: done. Otherwise: what is wrong with the write.
  std::optional<std::string> apply(const StoredWrite& write);

  const StoreState& state() const { return state_; }
  // Entries that the log should hold, and that no segment that is there holds: none if the store is whole.
  std::uint64_t missing() const { return held_first_ - state_.log_first; }
  std::vector<LogRecord> take_log() { return std::move(log_); }
  // The records of replaces; contents that lie in files are still to be read.
  Result<PayloadRef> record_of(const SlotHolding& slot) const { return codec_.decode(slot.record, pool_); }

 private:
  const RecordCodec& codec_;
  PayloadPool& pool_;
  StoreState state_;
  std::uint64_t held_first_ = 1;  // the index of log_[0]
  std::vector<LogRecord> log_;
};

}  // namespace whitewater::replica
