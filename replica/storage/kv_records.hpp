// KvRecords: the codec of what a replica of the key-value store writes durably: batches of log entries, and term and
// vote.
#pragma once

#include "core/kv/peer_codec.hpp"
#include "replica/storage/record_codec.hpp"

namespace whitewater::replica {

class KvRecords final : public RecordCodec {
 public:
  void encode(const PayloadRef& payload, std::string& bytes) const override;
  Result<PayloadRef> decode(std::string_view bytes, PayloadPool& pool) const override;

 private:
  kv::RequestCommandCodec commands_;
};

}  // namespace whitewater::replica
