// MessageFormat: converts a host's messages, with their addresses, to bytes on its transport and back.
#pragma once

#include <string>
#include <string_view>

#include "core/actor/codec.hpp"
#include "core/base/error.hpp"
#include "core/base/payload.hpp"

namespace whitewater::replica {

struct Arrival {
  NodeId from;
  SendKind kind = SendKind::message;
  PayloadRef payload;
};

class MessageFormat {
 public:
  virtual ~MessageFormat() = default;
  // Appends to bytes.
  virtual void encode(const Codec::Address& address, const PayloadRef& payload, std::string& bytes) = 0;
  // Any bytes decode into something that this node can handle, or into an error.
  virtual Result<Arrival> decode(std::string_view bytes, PayloadPool& pool) = 0;
};

}  // namespace whitewater::replica
