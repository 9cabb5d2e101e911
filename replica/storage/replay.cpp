// The log as a vector of the entries that are known.
#include "replica/storage/replay.hpp"

#include <algorithm>

namespace whitewater::replica {

void Replay::begin(const StoreState& checkpoint) {
  state_ = checkpoint;
  held_first_ = checkpoint.log_next;
  log_.clear();
}

std::optional<std::string> Replay::apply(const StoredWrite& write) {
  if (const char* wrong = state_.apply(write)) return wrong;
  if (write.kind == StoredWrite::Kind::append) {
    Result<PayloadRef> payload = codec_.decode(write.record, pool_);
    if (!payload) return payload.error().text();
    for (std::uint32_t ordinal = 0; ordinal < write.count; ++ordinal) log_.push_back({payload.value(), ordinal});
  } else if (write.kind == StoredWrite::Kind::replace) {
    if (Result<PayloadRef> payload = codec_.decode(write.record, pool_); !payload) return payload.error().text();
  } else if (write.kind == StoredWrite::Kind::truncate) {
    held_first_ = std::min(held_first_, write.index);
    log_.resize(static_cast<std::size_t>(write.index - held_first_));
  } else if (write.kind == StoredWrite::Kind::trim && write.index > held_first_) {
    const auto gone = static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(write.index - held_first_, log_.size()));
    log_.erase(log_.begin(), log_.begin() + gone);
    held_first_ = write.index;
  }
  return std::nullopt;
}

}  // namespace whitewater::replica
