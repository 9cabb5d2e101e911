// RecordCodec: converts an actor's durable writes to bytes and back. To storage, the bytes have no meaning.
#pragma once

#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "core/base/payload.hpp"

namespace whitewater::replica {

class RecordCodec {
 public:
  virtual ~RecordCodec() = default;
  // Appends to bytes.
  virtual void encode(const PayloadRef& payload, std::string& bytes) const = 0;
  virtual Result<PayloadRef> decode(std::string_view bytes, PayloadPool& pool) const = 0;
};

}  // namespace whitewater::replica
