// Codec: how payloads become bytes and back. Real hosts need one; a simulated host goes through it on
// every hop when the run option `wire` is on, and the traces must be equal both ways.
#pragma once

#include <string>
#include <string_view>

#include "core/actor/effects.hpp"
#include "core/base/error.hpp"
#include "core/base/ids.hpp"
#include "core/base/payload.hpp"

namespace whitewater {

class Codec {
 public:
  struct Address {
    NodeId from;
    NodeId to;
    SendKind kind = SendKind::message;
  };

  virtual ~Codec() = default;

  // Appends the encoded form to bytes.
  virtual void encode(const Address& address, const PayloadRef& payload, std::string& bytes) = 0;
  // Any bytes give a payload or an error, never a crash.
  virtual Result<PayloadRef> decode(const Address& address, std::string_view bytes, PayloadPool& pool) = 0;
};

}  // namespace whitewater
