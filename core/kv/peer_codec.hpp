// The bodies of replica-to-replica messages as bytes: Raft's binary form, with client requests as commands.
// Types are named as raft::message_name names them; an AppendEntries without entries is a heartbeat.
#pragma once

#include "core/actor/codec.hpp"
#include "core/raft/codec.hpp"

namespace whitewater::kv {

// The commands of the log: client requests (core/client/codec.hpp). The disk format uses this codec, too.
class RequestCommandCodec final : public raft::CommandCodec {
 public:
  void encode(const PayloadRef& command, ByteWriter& bytes) const override;
  Result<PayloadRef> decode(ByteReader& bytes, PayloadPool& pool) const override;
};

class PeerCodec final : public BodyCodec {
 public:
  std::span<const std::string_view> type_names() const override;
  Summary summary(const PayloadRef& payload) const override;
  void encode(const PayloadRef& payload, std::string& bytes) const override;
  Result<PayloadRef> decode(std::size_t type, NodeId leader, std::string_view bytes, PayloadPool& pool) const override;

 private:
  RequestCommandCodec commands_;
};

}  // namespace whitewater::kv
