// The course protocol as a Codec: requests and replies in the course's own fields, and a protocol's replica messages
// as {"src","dst","leader","type","data"}, where data is, in base64, a checksum of all the rest (CRC-32C, four bytes,
// little-endian) and the protocol's own body: a replica believes its peers, so bytes that changed on their way must not
// pass for something that a peer could have said. Any bytes give a payload or an error; what was encoded decodes to a
// payload of the same fold, if its texts are UTF-8 (JSON holds no others).
// Knows no protocol: a BodyCodec does.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/actor/codec.hpp"

namespace whitewater::course {

class MessageText;

class CourseCodec final : public Codec {
 public:
  // Refers to bodies, which must live as long. No body type may be named as one of the course's own.
  CourseCodec(unsigned replicas, const BodyCodec& bodies);

  void encode(const Address& address, const PayloadRef& payload, std::string& bytes) override;
  // Refuses a message whose src, dst or plane is not that of address; dst FFFF fits every replica.
  Result<PayloadRef> decode(const Address& address, std::string_view bytes, PayloadPool& pool) override;

  // For hosts that learn from the message itself where it comes from; to is no_node for a broadcast.
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
  std::string body_;  // reused from message to message
};

}  // namespace whitewater::course
