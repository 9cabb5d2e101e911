// The binary form of primary-backup messages, little-endian:
//   update       u64 sequence | request (core/client/codec.hpp)
//   acknowledge  u64 sequence
#pragma once

#include "core/actor/codec.hpp"

namespace whitewater::primary_backup {

class PrimaryBackupCodec final : public BodyCodec {
 public:
  std::span<const std::string_view> type_names() const override;
  Summary summary(const PayloadRef& payload) const override;
  void encode(const PayloadRef& payload, std::string& bytes) const override;
  Result<PayloadRef> decode(std::size_t type, NodeId leader, std::string_view bytes, PayloadPool& pool) const override;
};

}  // namespace whitewater::primary_backup
