// Codec: how payloads become bytes and back. Real hosts need one; a simulated host goes through it on
// every hop when the run option `wire` is on, and the traces must be equal both ways.
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

// BodyCodec: what one protocol knows of its own replica-to-replica payloads. A Codec that speaks some
// envelope (course JSON, say) wraps the bodies; observers count messages by type and learn leaders.
class BodyCodec {
 public:
  virtual ~BodyCodec() = default;

  // The names of the protocol's message types, as they appear on the wire and in statistics.
  virtual std::span<const std::string_view> type_names() const = 0;
  // What observers want to know of every message, in one call.
  struct Summary {
    std::uint32_t type = 0;  // an index into type_names()
    NodeId leader;           // who the sender believed to lead when it sent the message; no_node: nobody known
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
