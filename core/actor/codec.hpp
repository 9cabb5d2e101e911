// Codec: converts payloads to bytes and back. Real hosts need a Codec. A simulated host encodes and decodes every
// message when the run option `wire` is on, and the trace must stay the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
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

// BodyCodec: knows how one protocol encodes its own replica-to-replica payloads. A Codec with an envelope (the course's
// JSON) wraps these bodies. Observers ask a BodyCodec for a message's type and for the leader it names.
class BodyCodec {
 public:
  virtual ~BodyCodec() = default;

  // The names of the protocol's message types, as they appear on the wire and in statistics.
  virtual std::span<const std::string_view> type_names() const = 0;
  // What observers want to know of every message, in one call.
  struct Summary {
    std::uint32_t type = 0;  // an index into type_names()
    NodeId leader;           // who the sender believed to lead; no_node: not known
  };
  virtual Summary summary(const PayloadRef& payload) const = 0;
  std::size_t type(const PayloadRef& payload) const { return summary(payload).type; }
  NodeId leader(const PayloadRef& payload) const { return summary(payload).leader; }

  // Appends the body (without leader and type, which the envelope carries) as bytes.
  virtual void encode(const PayloadRef& payload, std::string& bytes) const = 0;
  virtual Result<PayloadRef> decode(std::size_t type, NodeId leader, std::string_view bytes,
                                    PayloadPool& pool) const = 0;
};

}  // namespace whitewater
