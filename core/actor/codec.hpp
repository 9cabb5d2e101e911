// Codec: how payloads become bytes and back. Real hosts need one; a simulated host goes through it on
// every hop when the run option `wire` is on, and the traces must be equal both ways.
#pragma once

#include <cstddef>
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
  // Which of them payload is: an index into type_names().
  virtual std::size_t type(const PayloadRef& payload) const = 0;
  // Who the sender believed to lead when it sent payload; no_node: nobody known.
  virtual NodeId leader(const PayloadRef& payload) const = 0;

  // Appends the body (without leader and type, which the envelope carries) as bytes.
  virtual void encode(const PayloadRef& payload, std::string& bytes) const = 0;
  virtual Result<PayloadRef> decode(std::size_t type, NodeId leader, std::string_view bytes,
                                    PayloadPool& pool) const = 0;
};

}  // namespace whitewater
