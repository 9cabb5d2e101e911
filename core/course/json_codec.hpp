// The course protocol as a Codec. Requests and replies use the course's own fields. Replica messages of a protocol are
// {"src","dst","leader","type","data"}, where data is, in base64, a checksum of everything else (CRC-32C, four bytes,
// little-endian) and the protocol's own body. The checksum is needed because a replica trusts its peers: bytes that
// changed on the way must not look like a message that a peer could have sent. Any bytes decode into a payload or an
// error. An encoded payload decodes into a payload of the same fold if its texts are UTF-8 (JSON holds no other texts).
// Knows no protocol: a BodyCodec does.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/actor/codec.hpp"
#include "core/client/request.hpp"

namespace whitewater::course {

class MessageText;

// Appends a client's request as the course writes it.
void append_request(std::string& out, const client::Request& request, NodeId from, NodeId to, unsigned replicas);

// The outcome that a type of message tells. Nothing: it is no answer.
std::optional<client::Reply::Outcome> outcome_named(std::string_view type);
// An answer as a payload; value: counts for an ok only.
PayloadRef make_reply(PayloadPool& pool, client::Reply::Outcome outcome, NodeId leader, std::string_view mid,
                      std::optional<std::string_view> value);
// The answer in a message. An error: its type is none of an answer, or its MID is missing or too long.
Result<PayloadRef> decode_reply(const MessageText& message, NodeId leader, PayloadPool& pool);

class CourseCodec final : public Codec {
 public:
  // Keeps a reference to bodies, which must outlive the codec. No body type may have the name of a course message type.
  CourseCodec(unsigned replicas, const BodyCodec& bodies);

  void encode(const Address& address, const PayloadRef& payload, std::string& bytes) override;
  // Rejects a message whose src, dst or plane differs from that of address; dst FFFF matches every replica.
  Result<PayloadRef> decode(const Address& address, std::string_view bytes, PayloadPool& pool) override;

  // For hosts that learn the sender from the message itself; `to` is no_node for a broadcast.
  struct Decoded {
    Address address;
    PayloadRef payload;
  };
  Result<Decoded> decode(std::string_view bytes, PayloadPool& pool) const;

 private:
  std::optional<std::size_t> body_type(std::string_view name) const;
  Result<PayloadRef> decode_body(const MessageText& message, NodeId leader, PayloadPool& pool) const;

  unsigned replicas_;
  const BodyCodec* bodies_;
  std::string body_;  // a buffer, reused for every message
};

}  // namespace whitewater::course
